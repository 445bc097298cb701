import { QueryClientProvider } from '@tanstack/react-query';
import { SystemProvider } from '@tongxing/ui';
import '@tongxing/ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { Router } from 'wouter';
import { App } from './App';
import { followPresence } from './api/presence';
import { createQueries } from './api/queries';
import './console.css';
import { i18n } from './i18n';
import { fitOwnStyles } from './shell/style-nonce';
import { ThemeProvider } from './shell/ThemeProvider';

/** How old the notice that the server is busy may be. */
const LOOK_EVERY_MS = 15_000;

fitOwnStyles();
followPresence(window);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={createQueries()}>
        <SystemProvider everyMs={LOOK_EVERY_MS}>
          <ThemeProvider>
            <Router base="/console">
              <App />
            </Router>
          </ThemeProvider>
        </SystemProvider>
      </QueryClientProvider>
    </I18nextProvider>
  </StrictMode>,
);
