export { openReleases, type Releases } from "./open-releases.ts";
export { readReleaseKeys, releaseFilePath, releaseKeysPath } from "./release-files.ts";
