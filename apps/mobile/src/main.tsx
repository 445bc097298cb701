import { createI18n, restoreElderMode, SystemProvider } from '@tongxing/ui';
import '@tongxing/ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './App';
import en from './i18n/en/mobile.json';
import zh from './i18n/zh/mobile.json';
import './shell/shell.css';
import './home/home.css';
import './passage/passage.css';
import { SessionProvider } from './session/SessionProvider';

restoreElderMode();
const i18n = createI18n({ namespaces: { mobile: { zh, en } } });
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <SystemProvider>
          <SessionProvider>
            <App />
          </SessionProvider>
        </SystemProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}
