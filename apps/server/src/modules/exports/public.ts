export { type ExportSource, exportList, pagesOf } from './service';
export { noteExported } from './store';
