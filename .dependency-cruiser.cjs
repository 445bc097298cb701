/** Who may know whom: docs and architecture say why, this file makes it so. */
const path = (from, to) => ({ from, to });
const rule = (name, comment, { from, to }) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle has no bottom to start reading from.', path({}, { circular: true })),
    rule(
      'rules-know-nothing',
      'Pure decisions run anywhere.',
      path({ path: '^packages/rules/src', pathNot: '\\.test\\.ts$' }, { pathNot: '^packages/rules/src' }),
    ),
    rule(
      'codes-know-rules',
      'Codes are rules made visible.',
      path({ path: '^packages/codes/src', pathNot: '\\.test\\.ts$' }, { pathNot: '^packages/(codes|rules)/src' }),
    ),
    rule(
      'contract-knows-vocabulary',
      'The wire knows words, not implementations.',
      path({ path: '^packages/contract/src', pathNot: '\\.test\\.ts$' }, { pathNot: '^packages/(contract|rules)/src|node_modules/zod' }),
    ),
    rule(
      'ui-knows-contract',
      'Shared pages parts know the wire, never a server or an app.',
      path({ path: '^packages/ui/src' }, { path: '^(apps|packages/(codes|simulator))/' }),
    ),
    rule(
      'simulator-stays-outside',
      'The simulator uses the platform as everybody does: over the wire.',
      path({ path: '^packages/simulator/src' }, { path: '^apps/|^packages/ui/' }),
    ),
    rule(
      'web-never-knows-server',
      'Pages reach the server by HTTP.',
      path({ path: '^apps/(mobile|console)/' }, { path: '^apps/server/|^packages/simulator/' }),
    ),
    rule(
      'web-apps-are-strangers',
      'The two web apps share through packages/ui.',
      path({ path: '^apps/(mobile|console)/' }, { path: '^apps/(mobile|console)/', pathNot: '^apps/$1/' }),
    ),
    rule(
      'platform-knows-no-module',
      'Technology serves features.',
      path({ path: '^apps/server/src/platform/', pathNot: '\\.test\\.ts$' }, { path: '^apps/server/src/(modules|cli|app|main)' }),
    ),
    rule(
      'modules-meet-in-public',
      'A module asks another through its public.ts.',
      path(
        { path: '^apps/server/src/modules/([^/]+)/', pathNot: '\\.test\\.ts$' },
        { path: '^apps/server/src/modules/([^/]+)/', pathNot: '^apps/server/src/modules/($1/|[^/]+/public\\.ts$)' },
      ),
    ),
    rule(
      'modules-know-no-root',
      'Only app.ts and cli see all modules.',
      path({ path: '^apps/server/src/modules/', pathNot: '\\.test\\.ts$' }, { path: '^apps/server/src/(cli|app|main)' }),
    ),
    rule(
      'sql-in-stores',
      'SQL stands in store.ts and reads.ts; technology has its own.',
      path({ path: '^apps/server/src/modules/', pathNot: '(store|reads|area)\\.ts$|\\.test\\.ts$' }, { path: 'node_modules/kysely' }),
    ),
    rule(
      'simulator-in-demo-only',
      'Fiction is for the demo.',
      path(
        { path: '^apps/server/src/', pathNot: '^apps/server/src/(cli|testing|modules/demo)/|\\.test\\.ts$' },
        { path: '^packages/simulator/' },
      ),
    ),
    rule(
      'tests-stay-tests',
      'What ships does not lean on the harness.',
      path({ pathNot: '\\.test\\.ts$|/testing/|^(checks|e2e)/' }, { path: '/testing/|^(checks|e2e)/' }),
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^apps/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
