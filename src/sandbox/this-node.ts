/** The Node that runs this, as far as the sandbox needs it. */
export const thisNode = {
  /** The program to start interpreters with. */
  path: process.execPath,
  version: process.version,
  platform: process.platform,
  architecture: process.arch,
  /** The flag that turns its permission model on, by the name it has in this version; absent where it has none. */
  permissionFlag: ['--permission', '--experimental-permission'].find((flag) =>
    process.allowedNodeEnvironmentFlags.has(flag),
  ),
} as const
