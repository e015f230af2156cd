/** @type {import('dependency-cruiser').IConfiguration} No import goes in a circle, one of types alone included. */
export default {
  forbidden: [{ name: 'no-circular', severity: 'error', from: {}, to: { circular: true } }],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/core/(log/scanner|search)/assembly' },
  },
};
