/** Which links of a transcript may be opened at all. */

/** The address to hand to VS Code, which asks before it opens it; `undefined` for anything but a plain web address. */
export function webAddress(url: string): string | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return undefined;
  }
  const plain = (parsed.protocol === 'https:' || parsed.protocol === 'http:') && parsed.host !== '';
  // A name before the host is there to look like another host.
  return plain && parsed.username === '' && parsed.password === '' ? parsed.href : undefined;
}
