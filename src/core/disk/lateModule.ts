/** Modules of Node that take long to load, loaded where they are used and not where the build imports them. */
import { createRequire } from 'node:module';

export function lateModule<Module>(name: `node:${string}`): Module {
  return createRequire(process.execPath)(name) as Module;
}
