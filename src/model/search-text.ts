/** Text as searching compares it: lower case, without the marks of Latin and Greek letters, compatibility forms unified. */
export function foldForSearch(text: string): string {
  const decomposed = text.normalize('NFKC').toLowerCase().normalize('NFD');
  return decomposed.replaceAll(/([\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu, '$1').normalize('NFC');
}

/** The words of a query, each of which a match must contain. */
export function searchWords(query: string): readonly string[] {
  return foldForSearch(query)
    .split(/\s+/)
    .filter((word) => word !== '');
}
