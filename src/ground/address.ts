/** An address as it was written, without the user name and password that it may hold: safe to show. */
export function withoutCredentials(address: string): string {
  return address.replace(/^(\s*["']*(?:[\w+.-]*:\/\/)?).*@/s, '$1')
}
