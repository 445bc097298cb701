import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The server answers `/v/…`, `/m/…` and `/door/` with these entries; so does the development server. */
function serveEntries(): Plugin {
  return {
    name: 'serve-entries',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const url = request.url ?? '';
        if (url.startsWith('/v/')) request.url = '/m/index.html';
        if (/^\/door\/?(\?|$)/.test(url)) request.url = '/m/door.html';
        next();
      });
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/m/',
  plugins: [react(), serveEntries()],
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  build: {
    outDir: 'dist',
    // A server that runs keeps finding the files of the pages it serves; names carry a hash.
    emptyOutDir: false,
    target: 'es2022',
    // Nothing as a data: address: the content security policy knows only files.
    assetsInlineLimit: 0,
    rolldownOptions: { input: { index: `${import.meta.dirname}/index.html`, door: `${import.meta.dirname}/door.html` } },
  },
});
