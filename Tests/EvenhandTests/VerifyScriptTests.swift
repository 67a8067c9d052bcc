import Foundation
import Testing

@testable import Evenhand

/// What `verify.sh` says of whole, changed and truncated bundles, run by the shell of the system.
struct VerifyScriptTests {
  private func run(_ folder: String) throws -> (lines: [String], status: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["\(folder)/verify.sh"]
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (output.split(separator: "\n").map(String.init), process.terminationStatus)
  }

  @Test func aWholeBundleIsOK() async throws {
    try await SignedBundleTests.inBundle { bundle in
      let (lines, status) = try run(bundle.folder)
      #expect(status == 0 && lines.dropLast().allSatisfy { $0.hasSuffix(": OK") }, "\(lines)")
      #expect(lines.count == Bundle.summed.count + 5)
      #expect(lines.contains("signoffs/0001.json is signed by ann: OK"))
      let results = try SealedRecord(parsing: Files.read(bundle.path("record.json"))).digest.fingerprint
      #expect(lines.last == "The results are \(results).")
    }
  }

  @Test func whatWasChangedIsNamed() async throws {
    try await SignedBundleTests.inBundle { bundle in
      let signed = ["signoffs/0001.json", "signoffs/0001.json.sig", "allowed_signers"]
      for name in Bundle.summed.filter({ $0 != "verify.sh" }) + signed {
        let bytes = try Files.read(bundle.path(name))
        let isEvent = signed.contains(name)
        let named = isEvent ? "signoffs/0001.json is signed by ann: BAD" : "\(name) is whole: BAD"
        for changed in [Array(bytes.dropLast(2)), [bytes[0] ^ 1] + bytes.dropFirst(), []] {
          try Files.write(changed, to: bundle.path(name))
          let (lines, status) = try run(bundle.folder)
          #expect(status == 1, "\(name)")
          #expect(lines.contains(named) || (isEvent && lines.contains { $0.hasSuffix(": BAD") }), "\(lines)")
        }
        try Files.write(bytes, to: bundle.path(name))
      }
    }
  }

  /// Sums that are made to fit do not make an event be about them, and none of the first files can be left out of them.
  @Test func newSumsDoNotHelp() async throws {
    try await SignedBundleTests.inBundle { bundle in
      let sums = try Files.read(bundle.path("SHA256SUMS"))
      let text = String(decoding: sums, as: UTF8.self)
      let record = try Files.read(bundle.path("record.json"))
      try Files.write(record + [10], to: bundle.path("record.json"))
      let forged = text.replacing(Digest(of: record).hex, with: Digest(of: record + [10]).hex)
      try Files.write(Array(forged.utf8), to: bundle.path("SHA256SUMS"))
      var (lines, status) = try run(bundle.folder)
      #expect(status == 1 && lines.contains("signoffs/0001.json is about these files: BAD"))
      let without = text.split(separator: "\n").filter { !$0.hasSuffix("record.json") }.joined(separator: "\n") + "\n"
      try Files.write(Array(without.utf8), to: bundle.path("SHA256SUMS"))
      (lines, status) = try run(bundle.folder)
      #expect(status == 1 && lines.contains("record.json is whole: BAD"))
      try Files.write([], to: bundle.path("SHA256SUMS"))
      #expect(try run(bundle.folder).status == 1)
    }
  }

  /// Sums that hold the right lines and are not what `evenhand` wrote.
  @Test(arguments: [
    "no newline at the end", "a file more", "a name of any character", "a NUL", "a file twice", "another order",
    "no annex",
  ])
  func otherSums(_ change: String) async throws {
    try await SignedBundleTests.inBundle { bundle in
      let sums = String(decoding: try Files.read(bundle.path("SHA256SUMS")), as: UTF8.self)
      let lines = sums.split(separator: "\n").map { $0 + "\n" }
      let changed =
        switch change {
        case "no newline at the end": String(sums.dropLast())
        case "a file more": sums + "\(String(repeating: "0", count: 64))  extra\n"
        case "a name of any character": sums.replacing("record.json", with: "record_json")
        case "a NUL": sums.replacing("report.md\n", with: "report.md\0\n")
        case "a file twice": sums + lines[0]
        case "another order": lines.reversed().joined()
        default: lines.filter { !$0.contains("annex") }.joined()
        }
      try #require(changed != sums)
      try Files.write(Array(changed.utf8), to: bundle.path("SHA256SUMS"))
      let (said, status) = try run(bundle.folder)
      #expect(status == 1 && said.contains("SHA256SUMS names these files and no other: BAD"), "\(said)")
    }
  }

  /// A file that is not there, leads elsewhere or never ends is BAD, and the script ends.
  @Test(arguments: ["report.md", "SHA256SUMS", "allowed_signers", "signoffs/0001.json", "signoffs/0001.json.sig"])
  func linksAndPipes(_ name: String) async throws {
    try await SignedBundleTests.inBundle { bundle in
      let path = bundle.path(name)
      let elsewhere = bundle.folder + ".elsewhere"
      defer { unlink(elsewhere) }
      try Files.write(Files.read(path), to: elsewhere)
      for kind in ["a link", "a link to nothing", "a pipe"] {
        unlink(path)
        switch kind {
        case "a link": #expect(symlink(elsewhere, path) == 0)
        case "a link to nothing": #expect(symlink("/nonexistent/file", path) == 0)
        default: #expect(mkfifo(path, 0o600) == 0)
        }
        let (lines, status) = try run(bundle.folder)
        #expect(status == 1 && lines.contains { $0.hasSuffix(": BAD") }, "\(kind): \(lines)")
      }
    }
  }

  /// What an event says of its signer reaches the terminal as plain characters, and never as an option.
  @Test func aPrincipalIsText() async throws {
    try await SignedBundleTests.inBundle { bundle in
      let event = String(decoding: try Files.read(bundle.path("signoffs/0001.json")), as: UTF8.self)
      for principal in ["a\u{1B}[2Jb", "%s%n", "-Overify-time=1", "\\\\c", "$(touch x)"] {
        let forged = event.replacing("\"principal\":\"ann\"", with: "\"principal\":\"\(principal)\"")
        try #require(forged != event)
        try Files.write(Array(forged.utf8), to: bundle.path("signoffs/0001.json"))
        let (lines, status) = try run(bundle.folder)
        #expect(status == 1 && !lines.joined().unicodeScalars.contains { $0.value < 32 || $0.value == 127 }, "\(lines)")
        #expect(
          lines.contains { $0.hasPrefix("signoffs/0001.json is signed by ") && $0.hasSuffix(": BAD") }, "\(lines)")
      }
    }
  }

  @Test func anUnsignedBundleSaysSo() async throws {
    try await SignedBundleTests.inBundle { bundle in
      try Folder(bundle.folder).removeFolder("signoffs")
      let (lines, status) = try run(bundle.folder)
      #expect(status == 0 && lines.contains("Nobody has signed."))
    }
  }

  /// Bundles of before the script are whole under it too.
  @Test(arguments: ["decisions-signed", "decisions-unsigned", "life-signed", "lists-signed", "lists-unsigned"])
  func bundlesOfBefore(_ name: String) async throws {
    try await Support.inFolder { folder in
      let old = "\(folder)/old"
      try FileManager.default.copyItem(atPath: Support.checkout + "/Tests/Compatibility/0.1.0/\(name)", toPath: old)
      try Files.write(Array(VerifyScript.text.utf8), to: "\(old)/verify.sh")
      let (lines, status) = try run(old)
      #expect(status == 0 && !lines.contains { $0.hasSuffix("BAD") }, "\(lines)")
      #expect(lines.contains("Nobody has signed.") == !name.hasSuffix("-signed"))
    }
  }

  /// Whoever runs the script compares its digest with this page first.
  @Test func theDocumentationHasItsDigest() throws {
    let page = try String(contentsOfFile: Support.checkout + "/docs/formats.md", encoding: .utf8)
    #expect(page.contains(Digest(of: VerifyScript.text.utf8).hex))
  }
}
