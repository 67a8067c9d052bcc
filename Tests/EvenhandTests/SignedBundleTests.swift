import AuditLedger
import Foundation
import Testing

@testable import Evenhand

typealias Bundle = Evenhand.Bundle

/// Every changed byte of a signed bundle is found.
struct SignedBundleTests {
  static let now = Moment("2026-11-23T09:00:00Z")!

  private static let planText = """
    audit: {title: Test}
    decisions:
      source: a.csv
      columns: {decision: decision, favourable: ["1"], outcome: outcome, positive: ["1"]}
      groups: [group]
    requirements: [{id: ratio, metric: selection-rate, at-least: 0.8}]
    replicates: 0
    sign-off: {required: [{role: owner}]}

    """

  /// A small bundle that ann has signed.
  static func inBundle(_ body: (Bundle) throws -> Void) async throws {
    try await Support.inFolder { folder in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/ann"]
      process.standardInput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      let plan = try PlanReader.read(Array(planText.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
      let record = try Audit.record(
        of: plan,
        values: [
          "group": ["a", "b", "a", "b"], "decision": ["1", "0", "1", "1"], "outcome": ["1", "1", "0", "0"],
        ])
      let bundle = Bundle(folder: "\(folder)/out")
      let key = try String(contentsOfFile: "\(folder)/ann.pub", encoding: .utf8).split(separator: " ")
      try bundle.write(
        record,
        run: { sealed in
          RunDescription(
            startedAt: "", seconds: 0, host: nil, platform: "", command: [], version: "", record: sealed.digest.hex)
        },
        plan: Array(planText.utf8), allowedSigners: Array("ann \(key[0]) \(key[1])\n".utf8))
      let draft = SignOffDraft(kind: .approve, signer: .init(principal: "ann", name: "Ann Owner", role: "owner"))
      _ = try SignedBundle.sign(
        draft, in: try SignedBundle(bundle, options: .init(now: SignedBundleTests.now)), key: "\(folder)/ann",
        options: .init(now: SignedBundleTests.now))
      try body(bundle)
    }
  }

  @Test func everyChangedByteOfEveryFileIsFound() async throws {
    try await SignedBundleTests.inBundle { bundle in
      let signed = try SignedBundle(bundle, options: .init(now: SignedBundleTests.now))
      // Without digests of its inputs it stays a draft, but nothing is broken.
      #expect(signed.breaks == [] && signed.state.roles.map(\.event) == [1])
      let files = try Bundle.summed.map { (name: $0, bytes: try Files.read(bundle.path($0))) }
      func subjects(_ files: [(name: String, bytes: [UInt8])]) -> [SignOffEvent.Subject] {
        SignedBundle.subjects(files.map { ($0.name, Digest(of: $0.bytes)) }, signed.sealed.record)
      }
      #expect(SignedBundle.subjectBreaks(signed.ledger, subjects(files)) == [])
      var found = 0
      for file in files.indices {
        var changed = [files[file]]
        let others = files.enumerated().filter { $0.offset != file }.map(\.element.name)
        let rest = signed.subjects.filter { others.contains($0.name) }
        for index in files[file].bytes.indices {
          changed[0].bytes[index] ^= 0x20
          let others = (rest + subjects(changed)).sorted { $0.name < $1.name }
          if SignedBundle.subjectBreaks(signed.ledger, others).first?.reason.hasPrefix(files[file].name) == true {
            found += 1
          }
          changed[0].bytes[index] ^= 0x20
        }
      }
      #expect(found == files.map(\.bytes.count).reduce(0, +))
    }
  }

  /// The same through the whole check, on disk, for bytes all over the bundle.
  @Test func changedFilesOnDiskAreFound() async throws {
    try await SignedBundleTests.inBundle { bundle in
      let names = Bundle.summed + ["SHA256SUMS", "allowed_signers", "signoffs/0001.json", "signoffs/0001.json.sig"]
      for name in names {
        let bytes = try Files.read(bundle.path(name))
        for index in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 12)) {
          var changed = bytes
          changed[index] ^= 0x01
          try Files.write(changed, to: bundle.path(name))
          let signed = try? SignedBundle(bundle, options: .init(now: SignedBundleTests.now))
          let isFound = signed.map {
            !$0.breaks.isEmpty || !$0.state.obstacles.filter { $0.hasPrefix("event") }.isEmpty
          }
          #expect(isFound ?? true, "byte \(index) of \(name)")
        }
        try Files.write(bytes, to: bundle.path(name))
      }
      #expect(try SignedBundle(bundle, options: .init(now: SignedBundleTests.now)).breaks == [])
    }
  }

  /// A dossier of another program is compared with nothing, so that it must not go unnamed.
  @Test func aDossierThatClaimsAnotherProgramIsNamed() async throws {
    try await SignedBundleTests.inBundle { bundle in
      let own = Tool(version: Version.current).words
      #expect(StatusSummary.claims(try SignedBundle(bundle, options: .init(now: SignedBundleTests.now))) == [])
      let text = String(decoding: try Files.read(bundle.path("dossier.md")), as: UTF8.self)
      let forged = text.replacing("by \(own)", with: "by evenhand 9.9.9")
      #expect(forged != text)
      try Files.write(Array(forged.utf8), to: bundle.path("dossier.md"))
      let signed = try SignedBundle(bundle, options: .init(now: SignedBundleTests.now))
      let claims = StatusSummary.claims(signed)
      #expect(claims.count == 1 && claims[0].contains("dossier.md says that “evenhand 9.9.9” made it"))
      #expect(StatusSummary.verification(signed, width: 10_000).contains(claims[0]))
    }
  }

  /// A file that people sign cannot be left out of a bundle that this version wrote, nor put beside an older one.
  @Test func theAnnexBelongsToTheBundle() async throws {
    try await SignedBundleTests.inBundle { bundle in
      for name in ["annex.html", "annex.md", "verify.sh"] {
        let bytes = try Files.read(bundle.path(name))
        try Folder(bundle.folder).remove(name)
        let breaks = try SignedBundle(bundle, options: .init(now: SignedBundleTests.now)).breaks.map(\.description)
        #expect(breaks.contains { $0.contains("about files that the bundle does not hold") })
        #expect(breaks.contains { $0.contains("SHA256SUMS was changed") })
        #expect(breaks.contains { $0.contains(name) }, "\(name)")
        try Files.write(bytes, to: bundle.path(name))
      }
      #expect(try SignedBundle(bundle, options: .init(now: SignedBundleTests.now)).breaks == [])
    }
    try await Support.inFolder { folder in
      let old = Bundle(folder: "\(folder)/old")
      try FileManager.default.copyItem(
        atPath: Support.checkout + "/Tests/Compatibility/0.1.0/decisions-unsigned", toPath: old.folder)
      #expect(try SignedBundle(old, options: .init(now: SignedBundleTests.now)).breaks == [])
      try Files.write(Array("<p>All is well</p>".utf8), to: old.path("annex.html"))
      let breaks = try SignedBundle(old, options: .init(now: SignedBundleTests.now)).breaks.map(\.description)
      #expect(breaks.contains { $0.contains("annex.html is not what SHA256SUMS says") })
    }
  }

  /// Numbers give findings under whatever requirements a record names; those of the plan count.
  @Test func aRecordThatAsksOtherwiseThanItsPlanIsFound() async throws {
    try await SignedBundleTests.inBundle { signed in
      let record = try SealedRecord(parsing: Files.read(signed.path("record.json"))).record
      let bundle = Bundle(folder: signed.folder + "-other")
      func breaks(_ other: Record) throws -> [String] {
        try bundle.write(
          other,
          run: { sealed in
            RunDescription(
              startedAt: "", seconds: 0, host: nil, platform: "", command: [], version: "", record: sealed.digest.hex)
          }, plan: Array(Self.planText.utf8))
        return try SignedBundle(bundle, options: .init(now: SignedBundleTests.now)).breaks.map { "\($0)" }
      }
      #expect(try breaks(record) == [])
      var requirement = record.requirements[0]
      requirement.atLeast = 0.1
      let lenient = try breaks(Gate.judge(record, by: [requirement]))
      #expect(lenient == ["record.json: plan.yaml states its requirements otherwise"])
      var census = record
      census.audit.inference = Inference(sampled: 1, justification: "all")
      var unsigned = record
      unsigned.signOff.required = []
      var other = record
      other.seed = 7
      var turned = record
      turned.labels?.favourable = ["0"]
      for (changed, what) in [
        (census, "what the audit is of"), (unsigned, "its sign-off policy"), (other, "its seed and replicates"),
        (turned, "which labels are which decision"),
      ] {
        let found = try breaks(changed)
        #expect(found.contains { $0.hasSuffix("plan.yaml states \(what) otherwise") }, "\(found)")
      }
    }
  }

  /// A report is made for the bundle that was looked at, or not at all.
  @Test func aReportIsWrittenIntoNoOtherBundle() async throws {
    try await SignedBundleTests.inBundle { signed in
      let record = try SealedRecord(parsing: Files.read(signed.path("record.json")))
      var other = record.record
      other.audit.title = "Other"
      let bundle = Bundle(folder: signed.folder + "-other")
      let run = RunDescription(
        startedAt: "", seconds: 0, host: nil, platform: "", command: [], version: "", record: record.digest.hex)
      try bundle.write(other, run: { _ in run }, plan: Array("audit: {title: Test}\n".utf8))
      let before = try Bundle.names.filter { Files.exists(bundle.path($0)) }.map { try Files.read(bundle.path($0)) }
      #expect(throws: FileError.self) { try bundle.writeReport(record) }
      // Nor where a file is no longer the one that was summed.
      try bundle.writeReport(SealedRecord(other))
      try Files.write(Array("audit: {title: Changed}\n".utf8), to: bundle.path("plan.yaml"))
      #expect(throws: FileError.self) { try bundle.writeReport(SealedRecord(other)) }
      try Files.write(Array("audit: {title: Test}\n".utf8), to: bundle.path("plan.yaml"))
      let after = try Bundle.names.filter { Files.exists(bundle.path($0)) }.map { try Files.read(bundle.path($0)) }
      #expect(before == after)
    }
  }
}
