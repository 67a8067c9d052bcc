import Foundation

/// Text of command lines with what they print: `$ command`, its further lines behind `> `, then what the command prints, talk
/// first, and `[exit n]` unless n is 0.
enum Transcript {
  /// The transcript with what the program prints now.
  static func replay(_ transcript: String, in folder: String) throws -> String {
    var result = ""
    var lines = transcript.split(separator: "\n", omittingEmptySubsequences: false)[...]
    if lines.last == "" { lines.removeLast() }
    var isCommentary = true
    while let line = lines.popFirst() {
      guard line.hasPrefix("$ ") else {
        if isCommentary { result += line + "\n" }
        continue
      }
      isCommentary = false
      var command = String(line.dropFirst(2))
      result += line + "\n"
      while let next = lines.first, next.hasPrefix("> ") || next == ">" {
        command += "\n" + next.dropFirst(2)
        result += next + "\n"
        lines.removeFirst()
      }
      let run = try Program.shell(command, in: folder)
      for text in [run.talk, run.output] where !text.isEmpty {
        result += text.replacingOccurrences(of: folder, with: "FOLDER")
          .replacingOccurrences(of: Program.checkout, with: "CHECKOUT")
          // Last digits of numbers differ between processors, and with them the digest.
          .replacingOccurrences(
            of: "results `?([0-9a-f]{4} ){3}[0-9a-f]{4}`?", with: "results FINGERPRINT", options: .regularExpression
          )
          .replacingOccurrences(
            of: "(\"record\":\"|baseline )[0-9a-f]{16,64}", with: "$1DIGEST",
            options: .regularExpression
          )
          .replacingOccurrences(
            of: "(names baseline |record given is )[0-9a-f]{4}…", with: "$1DIGEST", options: .regularExpression)
        if !text.hasSuffix("\n") { result += "\n" }
      }
      if run.code != 0 { result += "[exit \(run.code)]\n" }
    }
    return result
  }
}
