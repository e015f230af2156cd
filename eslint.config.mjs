import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { roomFences } from './eslint.rooms.mjs';

export default defineConfig(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '.vscode-test/',
      '.mutants/',
      'src/core/log/scanner/assembly/',
      'src/core/search/assembly/',
      // Typed by what Claude Code has for its plugins.
      'plugin/tests/',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-control-regex': 'off',
    },
  },
  ...roomFences,
  {
    files: ['test/unit/**', 'test/windows/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name=/^(it|describe)$/][property.name=/^(skip|skipIf|runIf)$/]',
          message: 'A skip prints its reason: give `skip(reason)` of test/fixtures/skip.ts as the options.',
        },
      ],
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/webview/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Literal[regex.pattern=/\\\\p\\{/]',
          message: 'Checked at each start, which takes long: give it to `lazyRegExp`.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: { ...globals.node, ...globals.commonjs, ...globals.browser },
    },
  },
);
