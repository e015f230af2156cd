/**
 * Stands in the bundle for the SDK's own file of this kind: the server asks clients for nothing that would have to be
 * validated.
 */
export { default as process } from 'node:process';
export const DefaultJsonSchemaValidator = Object;
