import Foundation
import Testing

/// Exports of a signed bundle, as other tools read them.
struct ExportTests {
  private static let make = """
    for who in ann bob; do ssh-keygen -q -t ed25519 -N '' -f $who; echo "$who $(cut -d' ' -f1,2 $who.pub)"; done > allowed_signers
    cat > evenhand.yaml <<END
    audit: {title: Small audit, purpose: Who is invited., system: {name: shortlister, version: "2026.3", artifact: model.bin}}
    decisions:
      source: rows.csv
      columns: {decision: hired, favourable: ["yes"]}
      groups: [sex]
    requirements:
      - {id: ratio, metric: selection-rate, at-least: 0.8, origin: a rule of thumb}
      - {id: gap, metric: selection-rate, compare: difference, at-most: 0.5}
      - {id: few, metric: selection-rate, compare: value, at-least: 0.9, severity: warn}
      - {id: range, metric: selection-rate, compare: value, between: [0.1, 0.9]}
    sign-off:
      allowed-signers: allowed_signers
      required: [{role: owner}, {role: auditor}]
      waivers: {approvers: owner}
    END
    echo weights > model.bin
    (echo sex,hired; for i in $(seq 100); do printf 'f,yes\\nf,no\\nf,no\\nm,yes\\nm,yes\\nm,no\\n'; done) > rows.csv
    evenhand audit -q -o out > /dev/null
    by() { echo --principal $1 --key $1 --role $2 --name $1 --yes -q; }
    evenhand sign out --event approve $(by ann owner) --organisation "Example Ltd" 2> /dev/null
    evenhand export out --as test-result > unwaived.json
    evenhand waive out --requirement ratio --expires 2026-12-24 --reason "being mended" $(by ann owner) 2> /dev/null
    evenhand sign out --event approve --declare "I took no part=yes" $(by bob auditor) 2> /dev/null
    for form in test-result svr cyclonedx; do evenhand export out --as $form > $form.json; done
    evenhand export out --as dsse --sequence 1 --key bob > dsse.json; evenhand export out --as pae --sequence 1 > pae
    """

  private func inExports(_ body: (String) throws -> Void) throws {
    try Program.inFolder { folder in
      _ = try Program.shell(ExportTests.make, in: folder, environment: ["SOURCE_DATE_EPOCH": "1795392000"])
      try body(folder)
    }
  }

  private func object(_ name: String, in folder: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func aTestResultSaysWhatPassed() throws {
    try inExports { folder in
      for (name, result, warned, failed) in [
        ("unwaived", "FAILED", ["few: sex = f", "few: sex = m"], ["ratio: sex = f"]),
        ("test-result", "WARNED", ["ratio: sex = f", "few: sex = f", "few: sex = m"], []),
      ] as [(String, String, [String], [String])] {
        let predicate = try #require(try object(name, in: folder)["predicate"] as? [String: Any])
        #expect(predicate["result"] as? String == result)
        #expect(predicate["passedTests"] as? [String] == ["gap: sex = f", "range: sex = f", "range: sex = m"])
        #expect(predicate["warnedTests"] as? [String] == warned)
        #expect(predicate["failedTests"] as? [String] == failed)
      }
      let properties = try #require(
        (object("svr", in: folder)["predicate"] as? [String: Any])?["properties"] as? [String])
      #expect(
        properties == ["EVENHAND_VERDICT_NOT_MET", "EVENHAND_UNCHANGED", "EVENHAND_FINAL", "EVENHAND_GATE_PASSED"])
    }
  }

  @Test func anEnvelopeIsSignedOverItsEncoding() throws {
    try inExports { folder in
      let result = try Program.shell(
        """
        field() { sed -E "s/.*\\"$1\\":\\"([^\\"]*)\\".*/\\1/" dsse.json; }
        field payload | base64 -d | cmp - out/signoffs/0001.json && echo same
        (echo -----BEGIN SSH SIGNATURE-----; field sig; echo -----END SSH SIGNATURE-----) > sig
        ssh-keygen -Y verify -f allowed_signers -I bob -n evenhand-dsse-v1 -s sig < pae | sed 's/ with.*//'
        ssh-keygen -Y verify -f allowed_signers -I bob -n evenhand-dsse-v1 -s sig < out/signoffs/0001.json > /dev/null 2>&1 || echo refused
        field keyid | cmp - <(ssh-keygen -lf bob.pub | cut -d' ' -f2) && echo key
        """, in: folder)
      #expect(result.output == "same\nGood \"evenhand-dsse-v1\" signature for bob\nrefused\nkey\n", "\(result.talk)")
    }
  }

  @Test func theBillOfMaterialsNamesModelNumbersAndApprovals() throws {
    try inExports { folder in
      let document = try object("cyclonedx", in: folder)
      #expect(document["specVersion"] as? String == "1.7")
      let model = try #require((document["components"] as? [[String: Any]])?.first)
      let card = try #require(model["modelCard"] as? [String: Any])
      let considerations = try #require(card["considerations"] as? [String: Any])
      let assessments = try #require(considerations["fairnessAssessments"] as? [[String: String]])
      #expect(assessments.map { $0["groupAtRisk"] } == ["sex = f", "sex = f", "sex = m"])
      #expect(assessments[0]["mitigationStrategy"] == "Accepted by ann until 2026-12-24: being mended")
      let metrics = try #require(
        (card["quantitativeAnalysis"] as? [String: Any])?["performanceMetrics"] as? [[String: Any]])
      #expect(
        metrics.contains { $0["slice"] as? String == "sex = f" && $0["value"] as? String == "0.3333333333333333" })
      let declarations = try #require(document["declarations"] as? [String: Any])
      let assessors = try #require(declarations["assessors"] as? [[String: Any]])
      #expect(assessors.map { $0["thirdParty"] as? Bool } == [false, true])
      #expect((declarations["attestations"] as? [Any])?.count == 2)
    }
  }

  @Test func nothingIsExportedOfWhatWasChanged() throws {
    try inExports { folder in
      let result = try Program.shell(
        "sed -i 's/Small/small/' out/report.md; for form in test-result svr cyclonedx pae; do evenhand export out --as $form --sequence 1; echo $?; done",
        in: folder)
      #expect(result.output == "2\n2\n2\n2\n")
    }
  }

  /// Against the schemas that CycloneDX and in-toto publish; `scripts/check-exports` has them.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["EVENHAND_EXPORTS_PYTHON"] != nil))
  func exportsFitThePublishedSchemas() throws {
    let python = ProcessInfo.processInfo.environment["EVENHAND_EXPORTS_PYTHON"] ?? ""
    try inExports { folder in
      let result = try Program.shell("\(python) $CHECKOUT/Tests/Reference/exports.py .", in: folder)
      #expect(result.output == "valid\n", "\(result.talk)")
    }
  }
}
