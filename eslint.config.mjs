import hooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const rooms = 'app|server|components|lib|prisma|e2e|bench|deploy|docs|public';

/** A path out of a room is written with @/, so that the rules below see where it leads. */
const relativeIntoRoom = {
  pattern: `^(?:\\.{1,2}/)+(?:${rooms})(?:/|$)`,
  message: 'Write @/ for another room of the house; a relative path stays inside a feature.',
};

const isTest = ['**/*.test.{ts,tsx}', '**/test-*.ts', '**/temporary-server.ts', '**/fixture.ts'];

/** What a room must not import, for `import`, `export from` and `import()` alike. */
function imports(...restrictions) {
  const all = [relativeIntoRoom, ...restrictions];
  return {
    'no-restricted-imports': ['error', { patterns: all.map(({ pattern, message }) => ({ regex: pattern, message })) }],
    'no-restricted-syntax': ['error', ...dynamicImports(all)],
  };
}

function dynamicImports(restrictions) {
  return restrictions.map(({ pattern, message }) => ({
    selector: `ImportExpression[source.value=/${pattern.replaceAll('/', '\\u002F')}/]`,
    message,
  }));
}

const libImports = [
  { pattern: '^@/(?!lib/)', message: 'lib is the domain: it imports lib alone.' },
  {
    pattern: '^(?![.]{1,2}/|@/|zod$|re2js$|yaml$|markdown-it$|temporal-polyfill$|@prometheus-io/lezer-promql$|@lezer/common$)',
    message: 'lib is pure: no Node API, and no package but those named here, which are pure themselves.',
  },
];
const serverImports = [
  { pattern: '^@/(?!(?:lib|server)/)', message: 'server imports lib and server.' },
  { pattern: '^react(?:-dom)?(?:/|$)', message: 'server renders nothing.' },
];
const componentImports = [
  { pattern: '^@/(?!(?:lib|components)/)', message: 'components import lib and components.' },
  { pattern: '^(?:node:|pg$|@prisma/|pino$|socket\\.io$)', message: 'components run in the browser.' },
];
const appImports = [{ pattern: '^@/(?:e2e|bench)/', message: 'The product does not import its tests.' }];

const noClock = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time comes into lib as an argument.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes into lib as an argument.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Time comes into lib as an argument.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance comes into lib as an argument.' },
];
const nodeAndBrowser = [
  'performance', 'process', 'Buffer', 'global', '__dirname', 'require', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask',
  'fetch', 'window', 'document', 'navigator', 'localStorage', 'sessionStorage',
];

export default defineConfig(
  globalIgnores(['.next/', 'dist/', 'node_modules/', 'server/database/generated/', 'next-env.d.ts', 'test-results/', 'playwright-report/', '.data*/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      // The house builds objects of closures: their methods have no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  { rules: { 'no-console': 'error', eqeqeq: 'error', 'no-restricted-imports': 'off' } },
  { files: ['**/*.{mjs,js}'], extends: [tseslint.configs.disableTypeChecked] },

  { files: ['lib/**'], rules: { ...imports(...libImports), 'no-restricted-globals': ['error', ...nodeAndBrowser] } },
  {
    files: ['lib/**'],
    ignores: isTest,
    rules: { 'no-restricted-syntax': ['error', ...noClock, ...dynamicImports([relativeIntoRoom, ...libImports])] },
  },
  { files: ['lib/**/*.test.ts'], rules: { ...imports(libImports[0]), 'no-restricted-globals': 'off' } },
  { files: ['server/**'], rules: imports(...serverImports) },
  {
    files: ['server/main.ts'],
    rules: imports({ pattern: '^@/(?!(?:lib|server)/|app/api/routes$)', message: 'The only wiring imports app/api/routes, lib and server.' }),
  },
  { files: ['components/**'], rules: imports(...componentImports) },
  { files: ['app/**'], rules: imports(...appImports) },

  { files: ['{app,components}/**/*.{ts,tsx}'], ...hooks.configs.flat['recommended-latest'] },
  {
    files: [...isTest, 'e2e/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // Tests read answers of unknown shape and expect the right one.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['e2e/**', 'bench/**', 'server/launcher/**', 'server/start.mjs', '**/test-*.ts'],
    rules: { 'no-console': 'off' },
  },
);
