import Foundation
import Testing

@testable import Evenhand

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Whoever fills in a form can choose the name of a group; none of these may act where a result is printed.
struct HostileGateTests {
  static let attacks: [Label] = [
    "<script>alert(1)</script>", "a|b|c", "](javascript:alert(1))", "\u{1B}[31mred\u{1B}[0m", "::error::boom",
    "##[error]boom", "##vso[task.complete result=Succeeded;]", "\u{202E}txt.exe", "one\ntwo\r\n::error::three",
    "\"onload=\"x", "a%0A::error::b", "%25", "{0}", "[x](http://evil.example)", "</testsuite>", "]]>", "<!-- x -->",
    "`code`", "@everyone", "\u{1}\u{7}", "a\u{A0}b", "back\\slash\"quote", "# EOF",
  ]

  private static func result(_ attack: Label) throws -> GateResult {
    var requirement = GateCases.requirement(attack.text, columns: attack.text)
    requirement.origin = attack.text
    var record = try GateCases.record(
      [(attack, 150, 600), ("a", 300, 600), ("c", 5, 20)], requirements: [requirement], columns: attack.text,
      title: attack.text)
    record.audit.system = SystemDescription(name: attack.text, version: attack.text, artifact: nil)
    record.signOff = SignOffPolicy(
      required: [RequiredRole(role: attack.text)], waivers: WaiverPolicy(approvers: [attack.text]))
    var question = GateCases.question(requiresSignOff: true)
    question.folder = attack.text
    question.places = PlanPlaces(path: "\(attack.text.replacing("/", with: "")).yaml", bytes: [])
    var result = GateResult(try SealedRecord(record), asking: question)
    let waiver = GateResult.Waiver(event: 1, name: attack.text, role: attack.text, reason: attack.text, until: nil)
    let index = try #require(result.checks.firstIndex { $0.finding.verdict == .notEnoughData })
    result.checks[index].waiver = waiver
    result.warnings.append(attack.text)
    result.notes.append(attack.text)
    return result
  }

  /// A character that moves a cursor, turns text or ends a line where none ends.
  private static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0x00..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  @Test(arguments: attacks) func nothingActs(_ attack: Label) throws {
    let result = try Self.result(attack)
    let harmless = try Self.result("harmless")
    for format in GateFormatTests.formats {
      let text = format.render(result)
      #expect(!text.unicodeScalars.contains(where: Self.acts), "\(format.name)")
      #expect(!text.contains("##[") && !text.contains("##vso["), "\(format.name)")
      if format.name != "text" {
        let lines = { (text: String) in text.count { $0 == "\n" } }
        #expect(lines(text) == lines(format.render(harmless)), "\(format.name)")
      }
      // Within a line Markdown escapes what its readers would make of it.
      let commands = text.split(separator: "\n").filter { line in
        format.name == "summary" ? line.hasPrefix("::") : line.contains("::")
      }
      if format.name == "github" {
        #expect(commands.allSatisfy { $0.hasPrefix("::error ") || $0.hasPrefix("::notice ") })
        #expect(commands.allSatisfy { $0.dropFirst(2).components(separatedBy: "::").count == 2 }, "\(commands)")
      } else {
        #expect(commands.isEmpty, "\(format.name): \(commands)")
      }
    }
    #expect(!GateText().render(result).contains("\u{A0}"))
    #expect(XMLParser(data: Data(JUnitReport.render(result).utf8)).parse())
    #expect(!OpenMetricsText.render(result).dropLast(6).contains("\n# EOF"))
    let summary = GateSummary.render(result)
    #expect(!summary.replacing("\\<", with: "").contains("<") && !summary.replacing("\\[", with: "").contains("["))
  }

  /// The values are what the data say, however they are written.
  @Test(arguments: attacks) func jsonHoldsTheLabelAsItIs(_ attack: Label) throws {
    let document = try JSONValue(parsing: Array(GateDocument.render(try Self.result(attack)).utf8))
    let checks = try #require(document["checks"]?.elements)
    #expect(checks.contains { $0["group"]?[0]?.text == attack.text })
    #expect(document["title"]?.text == attack.text)
  }
}
