export { type ExportSource, exportFile, exportList, pagesOf } from './service';
