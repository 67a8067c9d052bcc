/// Finds anchors, aliases and merge keys before a parser expands them: a ten-line bomb of aliases would not finish.
enum YAMLAnchors {
  /// The first place where a node begins with `&name`, `*name` or `<<`, outside quotes, comments and block scalars.
  static func first(in text: String) -> (line: Int, column: Int)? {
    var quote: UInt8?
    var blockIndent: Int?
    for (number, rawLine) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = Array(rawLine)
      let indent = line.prefix { $0 == 0x20 }.count
      if let block = blockIndent {
        if indent > block || line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
        blockIndent = nil
      }
      var atNodeStart = true
      var index = 0
      scan: while index < line.count {
        let byte = line[index]
        if let open = quote {
          if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\"") { index += 1 } else if byte == open { quote = nil }
          index += 1
          atNodeStart = false
          continue
        }
        switch byte {
        case 0x20, 0x09: break
        case UInt8(ascii: "#") where index == 0 || line[index - 1] == 0x20 || line[index - 1] == 0x09: break scan
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
          if atNodeStart { quote = byte }
          atNodeStart = false
        case UInt8(ascii: "&"), UInt8(ascii: "*"):
          let next = index + 1 < line.count ? line[index + 1] : 0x20
          if atNodeStart, next != 0x20, next != 0x0D { return (number + 1, index + 1) }
          atNodeStart = false
        case UInt8(ascii: "<"):
          if atNodeStart, line[index...].starts(with: "<<:".utf8) { return (number + 1, index + 1) }
          atNodeStart = false
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
          if atNodeStart { blockIndent = indent }
          atNodeStart = false
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","): atNodeStart = true
        case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"):
          let next = index + 1 < line.count ? line[index + 1] : 0x20
          if next == 0x20 || next == 0x09 || next == 0x0D { atNodeStart = true } else { atNodeStart = false }
        default: atNodeStart = false
        }
        index += 1
      }
    }
    return nil
  }
}
