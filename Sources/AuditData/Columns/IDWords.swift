/// Ids within other texts: which of them can be told from common words and numbers, and where they stand.
enum IDWords {
  /// Whether an id can be told from other words and numbers: six bytes or more with a letter, nine digits or more.
  static func canBeTold(_ id: some Collection<UInt8>) -> Bool {
    let hasLetter = id.contains { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x80 }
    return id.count >= (hasLetter ? 6 : 9)
  }

  /// Marks that seldom stand in ids.
  private static let marks = Set(Array(" \t\n\r,;:\"'()[]{}<>|/=".utf8))

  /// Whether a text is an id, or holds one between blanks and marks, or between whatever is no letter and no digit; in small and large
  /// letters alike.
  static func holds(_ text: [UInt8], where isID: ([UInt8]) -> Bool) -> Bool {
    func isOne(_ word: ArraySlice<UInt8>) -> Bool {
      guard canBeTold(word) else { return false }
      if isID(Array(word)) { return true }
      let string = String(decoding: word, as: UTF8.self)
      return [string.lowercased(), string.uppercased()].contains { isID(Array($0.utf8)) }
    }
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
    let plain = scalars.split { !($0.properties.isAlphabetic || $0.properties.numericType != nil) }
    return isOne(text[...]) || text.split { marks.contains($0) }.contains(where: isOne)
      || plain.contains { isOne(Array(Substring($0).utf8)[...]) }
  }
}
