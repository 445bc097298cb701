export { type ExportSource, exportList, pagesOf } from './service';
