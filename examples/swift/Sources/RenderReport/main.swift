import Evenhand
import Foundation

// A record, as `evenhand audit` writes it, becomes a report; it needs no data.
let folder = CommandLine.arguments.dropFirst().first ?? "."
let stored = try SealedRecord(parsing: [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/record.json"))))
let report = Report.whole(of: stored)
print(MarkdownRenderer().render(report).prefix(2_000))

// What the record says, in code.
for finding in stored.record.findings { print(finding.verdict.words, finding.sentence) }
