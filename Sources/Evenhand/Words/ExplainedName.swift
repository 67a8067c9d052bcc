/// A name as people ask for it: case, spaces, hyphens and underscores, quotes and -ize for -ise make no difference.
struct ExplainedName: Hashable {
  private let folded: String

  init(_ name: String) {
    let marks = Set("“”\"'‘’`():.,;?!")
    let bare = String(name.filter { !marks.contains($0) })
    // A mark such as “!” alone is a name.
    var text = (bare.allSatisfy(\.isWhitespace) ? name : bare).lowercased()
    for word in ["percent", "per cent"] { text = text.replacing(word, with: "%") }
    let parts = text.split { $0.isWhitespace || $0 == "_" || $0 == "-" }
    text = parts.isEmpty ? text : parts.joined(separator: "-").replacing("-%", with: "%")
    for vowel in ["e", "a", "i"] { text = text.replacing("iz\(vowel)", with: "is\(vowel)") }
    folded = text
  }
}
