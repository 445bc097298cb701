import { consoleTokens, palette, useLanguage, useSystem } from '@tongxing/ui';
import { App as AntApp, ConfigProvider, type ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { type ReactNode, useEffect } from 'react';
import { styleNonce } from './style-nonce';

/**
 * antd derives tints from a seed by brightness, and from colours as deep as ours it derives mud; and its quieter text
 * falls below the contrast that small text needs. So tints and quiet text are set by hand.
 */
const tints = {
  colorPrimaryBg: palette.cobaltTint,
  colorPrimaryBgHover: palette.cobaltTint,
  colorInfoBg: palette.cobaltTint,
  colorInfoBorder: '#b9c4e4',
  colorSuccessBg: palette.goodTint,
  colorSuccessBorder: '#a9d6c9',
  colorWarningBg: palette.noticeTint,
  colorWarningBorder: '#ecd28a',
  colorErrorBg: palette.faultTint,
  colorErrorBgHover: palette.faultTint,
  colorErrorBorder: '#efbcbc',
  controlItemBgActive: palette.cobaltTint,
  colorText: palette.ink,
  colorTextSecondary: palette.inkSoft,
  colorTextTertiary: palette.inkSoft,
  colorTextDescription: palette.inkSoft,
  colorTextPlaceholder: '#666e82',
} as const;

const theme: ThemeConfig = {
  token: { ...consoleTokens, ...tints, fontSize: 14, controlHeight: 34, wireframe: false },
  components: {
    Layout: {
      headerBg: consoleTokens.colorBgContainer,
      siderBg: consoleTokens.colorBgContainer,
      headerPadding: '0 20px',
      headerHeight: 56,
    },
    Menu: { itemBorderRadius: 6, itemHeight: 38, groupTitleFontSize: 12, activeBarBorderWidth: 0 },
    Table: { headerBg: '#faf8f2', headerSplitColor: 'transparent', cellPaddingBlockMD: 11 },
    Card: { headerFontSize: 15 },
  },
};

/** Lower edge of the header, pixels, without and with the demonstration's banner; passing words appear below it. */
const HEADER_ENDS = { plain: 64, demo: 100 } as const;
/** Words about what was just done; older ones give way. */
const MOST_WORDS = 2;

/** antd in the platform's colours, the page's language and under the page's content security policy. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [language] = useLanguage();
  const { system } = useSystem();
  const top = system?.demo === true ? HEADER_ENDS.demo : HEADER_ENDS.plain;
  useEffect(() => {
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  }, [language]);
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} csp={{ nonce: styleNonce }} button={{ autoInsertSpace: false }}>
      <AntApp message={{ top, maxCount: MOST_WORDS }} notification={{ top, maxCount: MOST_WORDS }}>
        {children}
      </AntApp>
    </ConfigProvider>
  );
}
