import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Compares `text` with the file of that name in `Snapshots`.
///
/// With `RECORD_SNAPSHOTS` in the environment the file is written and the test fails, so that a recording never passes.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let file = folder.appending(path: "Snapshots").appending(path: name)
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
    try Data(text.utf8).write(to: file)
    Issue.record("wrote \(name)", sourceLocation: sourceLocation)
    return
  }
  let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  guard text != expected else { return }
  let pairs = zip(expected.split(separator: "\n"), text.split(separator: "\n"))
  let first = pairs.first { $0.0 != $0.1 }.map { "expected: \($0.0)\n     got: \($0.1)" } ?? "another length"
  Issue.record(
    "\(name) differs; look at it, then record it with RECORD_SNAPSHOTS=1\n\(first)", sourceLocation: sourceLocation)
}
