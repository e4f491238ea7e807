import type { AbiProfile } from '../analysis';
import { findConfigurationFile, readConfiguration } from '../platform/configuration';
import type { Options } from './options';

/** The profiles that the configuration of the command line, or the nearest one, describes. What is wrong in it is said elsewhere. */
export function ownProfiles({ configurationFile }: Options, directory: string): readonly AbiProfile[] {
  const file = configurationFile ?? findConfigurationFile(directory);
  return file === undefined ? [] : (readConfiguration(file).settings.profiles ?? []);
}
