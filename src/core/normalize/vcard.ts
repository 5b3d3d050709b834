const MAX_LENGTH = 65_536;
const MAX_LINES = 500;
/** Properties without words of a person: structure, numbers, pictures. Property groups (`item1.`) are cut off before. */
const SILENT =
  /^(?:BEGIN|END|VERSION|PRODID|REV|UID|TEL|PHOTO|LOGO|SOUND|KEY|BDAY|X-AB[A-Z]*|X-WA-[A-Z-]*)$/iu;
const PROPERTY = /^(?:[A-Za-z0-9-]{1,64}\.)?([A-Za-z0-9-]{1,64})(?:;[^:]*)?:(.*)$/u;

/** What is written in a vCard, property names left out: `item1.TEL` would look like a domain. */
export function vcardValues(vcard: string): string[] {
  const unfolded = vcard.slice(0, MAX_LENGTH).replace(/\r?\n[ \t]/gu, '');
  return unfolded.split(/\r?\n/u, MAX_LINES).flatMap((line) => {
    const property = PROPERTY.exec(line);
    if (!property) return [line];
    const [, name = '', value = ''] = property;
    return SILENT.test(name) ? [] : [unescapeValue(value)];
  });
}

function unescapeValue(value: string): string {
  return value
    .replace(/(?<!\\);+/gu, ' ')
    .replace(/\\([\\,;:nN])/gu, (_, escaped: string) => (escaped.toLowerCase() === 'n' ? '\n' : escaped))
    .trim();
}
