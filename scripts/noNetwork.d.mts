export declare const noNetwork: Pick<import('esbuild').BuildOptions, 'alias' | 'define'>;
