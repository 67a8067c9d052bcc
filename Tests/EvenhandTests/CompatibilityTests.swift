import Evenhand
import Testing
import _AuditTesting

/// The bundles that earlier versions wrote, and people signed, are what they were.
struct CompatibilityTests {
  private static let folder = "\(Support.checkout)/Tests/Compatibility"
  static let bundles = Files.names(in: folder).sorted().flatMap { version in
    Files.names(in: "\(folder)/\(version)").sorted().map { "\(version)/\($0)" }
  }.filter { Files.isFolder("\(folder)/\($0)") }
  /// A day on which all signatures count.
  static let now = Moment("2026-11-28T12:00:00Z")!

  @Test func thereAreBundles() { #expect(CompatibilityTests.bundles.count >= 6) }

  @Test(arguments: bundles) func isReadConfirmedAndRendered(_ name: String) throws {
    let bytes = try Files.read("\(Self.folder)/\(name)/record.json")
    let sealed = try SealedRecord(parsing: bytes)
    #expect(Array(sealed.text.utf8) == bytes)
    let confirmation = Confirmation(of: sealed.record)
    #expect(confirmation.structure == .holds && confirmation.numbers == .holds)
    #expect(
      JSONSchemaValidator(schema: RecordSchema.document).problems(of: try JSONValue(parsing: bytes)) == [])
    let judged = Gate.judge(sealed.record, by: sealed.record.requirements)
    #expect(judged.findings.map(\.verdict) == sealed.record.findings.map(\.verdict))
    #expect(judged.verdict == sealed.record.verdict)

    let title = sealed.record.audit.title
    let markdown = MarkdownRenderer().render(Report.whole(of: sealed))
    let html = HTMLRenderer().render(Report.whole(of: sealed))
    for text in [markdown, html, try Support.text(sealed.record)] { #expect(text.contains(title)) }
    for text in [markdown, html] {
      #expect(text.contains(sealed.digest.hex))
      for metric in sealed.record.metrics { #expect(text.contains(metric.id), "\(metric.id)") }
      for requirement in sealed.record.requirements { #expect(text.contains(requirement.id)) }
    }
  }

  @Test(arguments: bundles.filter { $0.hasSuffix("-signed") }) func isFinalAndPassesTheGate(_ name: String) throws {
    let bundle = Bundle(folder: "\(Self.folder)/\(name)")
    let signed = try SignedBundle(bundle, options: .init(now: Self.now))
    #expect(signed.breaks == [])
    #expect(signed.state.isFinal)
    #expect(
      signed.confirmation.bytes == .holds && signed.confirmation.structure == .holds
        && signed.confirmation.numbers == .holds)
    #expect(Gate.objection(to: signed.confirmation, in: signed) == nil)
    #expect(GateResult(signed.sealed, in: signed, confirmation: signed.confirmation).outcome != .blocked)
    #expect(StatusSummary.verification(signed).contains("● Nothing that is here was changed"))
  }
}
