export declare const partsOfL10n: import('esbuild').Plugin;
