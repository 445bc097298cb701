/**
 * The theme's values for code that cannot read CSS (the console's component library, charts).
 * `theme.css` holds the same values as custom properties; a test keeps the two equal.
 *
 * Cobalt on porcelain: no interface colour is one of the verdict colours, so nothing but a verdict looks like one.
 */
export const palette = {
  porcelain: '#f6f4ee',
  surface: '#ffffff',
  ink: '#16203a',
  inkSoft: '#4b556f',
  line: '#d8d5ca',
  lineStrong: '#7d8496',
  cobalt: '#1f3f94',
  cobaltDeep: '#142a6b',
  cobaltTint: '#e7ebf7',
  fault: '#a01220',
  faultTint: '#fbe9e9',
  notice: '#6e4600',
  noticeTint: '#fff1cc',
  good: '#00624f',
  goodTint: '#e0f2ec',
} as const;

/** Ground and text of the four answers; all three check outcomes and the missing answer share `outcome`. */
export const verdictColours = {
  pass: { ground: '#00776a', text: '#ffffff' },
  attention: { ground: '#ffb900', text: '#231900' },
  stop: { ground: '#a30d1c', text: '#ffffff' },
  outcome: { ground: '#cbd7e4', text: '#1b2f47' },
} as const;

/** System fonts only: nothing is fetched. */
export const fonts = {
  text: '"PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", system-ui, sans-serif',
  digits: '"SF Mono", "Roboto Mono", "DejaVu Sans Mono", "Noto Sans Mono", ui-monospace, monospace',
} as const;

/** Corner radius, px. */
export const radius = 10;

/** Seed tokens in the names of the console's component library. */
export const consoleTokens = {
  colorPrimary: palette.cobalt,
  colorInfo: palette.cobalt,
  colorLink: palette.cobalt,
  // Left to itself, the library lightens it until it can hardly be read.
  colorLinkHover: palette.cobaltDeep,
  colorSuccess: palette.good,
  colorWarning: palette.notice,
  colorError: palette.fault,
  colorTextBase: palette.ink,
  colorBgLayout: palette.porcelain,
  colorBgContainer: palette.surface,
  colorBorder: palette.line,
  borderRadius: 6,
  // By reference: the face follows the language of the page.
  fontFamily: 'var(--tx-font)',
  fontFamilyCode: 'var(--tx-font-digits)',
} as const;
