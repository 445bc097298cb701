export { type ExportSource, exportFile, exportList, pagesOf } from './service';
export { noteExported } from './store';
