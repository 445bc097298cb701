import { createI18n, SystemProvider } from '@tongxing/ui';
import '@tongxing/ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { DoorApp } from './DoorApp';
import './door.css';
import en from './i18n/en/door.json';
import zh from './i18n/zh/door.json';

const i18n = createI18n({ namespaces: { door: { zh, en } } });
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <SystemProvider>
          <DoorApp />
        </SystemProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}
