/** A call to the file system that the operating system refused. */
export interface FileError extends Error {
  /** As the system names it: `EACCES`. */
  readonly code: string
  /** The call: `open`, `mkdir` … */
  readonly syscall: string
  readonly path?: string
}

/** What each refusal means, and what helps against it. */
const refusals: Readonly<Record<string, readonly [reason: string, fix: string]>> = {
  EACCES: ['permission denied', 'Change who may use it (chmod, chown), or name another place.'],
  EPERM: ['the system does not permit it', 'Change who may use it, or name another place.'],
  EROFS: ['the disk is read-only', 'Name a place that can be written.'],
  ENOSPC: ['no space is left on the disk', 'Make room there, or name another place.'],
  EDQUOT: ['the quota of the disk is used up', 'Make room there, or name another place.'],
  EFBIG: ['the file would be larger than is allowed', 'Raise the limit (ulimit -f), or name another place.'],
  EIO: ['the disk reports an error', 'Look at the disk, and at the log of the system.'],
  ENOENT: ['there is no such file or folder', 'Look at how the path is written.'],
  ENOTDIR: ['a part of the path is a file, and no folder', 'Look at how the path is written.'],
  EISDIR: ['it is a folder, and no file', 'Name a file in it.'],
  EEXIST: ['there is one of that name already', 'Name another place.'],
  ENOTEMPTY: ['the folder is not empty', 'Look at what is in it.'],
  ELOOP: ['its symbolic links lead in a circle', 'Look at the links along the path.'],
  ENAMETOOLONG: ['the path is too long', 'Name a shorter one.'],
  EMFILE: ['too many files are open in this process', 'Raise the limit (ulimit -n).'],
  ENFILE: ['too many files are open on this machine', 'Close some programs.'],
  EBUSY: ['another program uses it', 'Close that program, or name another place.'],
  ESTALE: ['the network folder it lies in has gone away', 'Mount that folder again.'],
}

/** What each call of the file system was to do. */
const verbs: Readonly<Record<string, string>> = {
  ...{ open: 'open', read: 'read', readlink: 'read', scandir: 'read', opendir: 'read', access: 'read' },
  ...{ stat: 'read', lstat: 'read', fstat: 'read', realpath: 'read', statfs: 'read' },
  ...{ write: 'write', ftruncate: 'write', truncate: 'write', fsync: 'write', fdatasync: 'write' },
  ...{ mkdir: 'make', mkdtemp: 'make', link: 'make', symlink: 'make', copyfile: 'copy', rename: 'rename' },
  ...{ rmdir: 'remove', unlink: 'remove', rm: 'remove', chmod: 'change', utime: 'change' },
}

/** Whether something thrown is a call to the file system that was refused, for a reason that has words here. */
export function isFileError(thrown: unknown): thrown is FileError {
  if (!(thrown instanceof Error)) return false
  const { code = '', syscall = '' } = thrown as Partial<FileError>
  return Object.hasOwn(refusals, code) && Object.hasOwn(verbs, syscall)
}

/** Why a call to the file system was refused, in words: `permission denied (EACCES)`. */
export function fileReason({ code }: FileError): string {
  return `${refusals[code]?.[0] ?? 'the system refuses it'} (${code})`
}

/** What helps against a refusal where nothing more is known of what was to be done. */
export function fileFix({ code }: FileError): string {
  return refusals[code]?.[1] ?? ''
}

/** What was refused, where and why, as one sentence: `Cannot open /etc/shadow: permission denied (EACCES).` */
export function fileSentence(error: FileError): string {
  const what = `Cannot ${verbs[error.syscall] ?? 'use'}${error.path === undefined ? '' : ` ${error.path}`}`
  return `${what}: ${fileReason(error)}.`
}
