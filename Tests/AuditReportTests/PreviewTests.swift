import AuditRecord
import Testing

@testable import AuditReport

#if canImport(Glibc)
  import Glibc
#endif

@Test(.enabled(if: getenv("PREVIEW") != nil)) func preview() throws {
  let folder = String(cString: getenv("PREVIEW"))
  func write(_ text: String, _ name: String) {
    let file = fopen(folder + "/" + name, "w")!
    fputs(text, file)
    fclose(file)
  }
  for (number, record) in HostileRecordTests.records.enumerated() {
    write(MarkdownRenderer().render(Report.body(of: record)), "hostile-\(number).md")
    write(HTMLRenderer().render(Report.dossier(of: record)), "hostile-\(number).html")
  }
  for (name, record) in [("berkeley", Sample.berkeley), ("compas", Sample.compas)] {
    write(HTMLRenderer().render(Report.body(of: record)), name + ".html")
    write(HTMLRenderer().render(Report.dossier(of: record)), name + "-dossier.html")
    write(MarkdownRenderer().render(Report.body(of: record)), name + ".md")
    write(TerminalSummary.render(record, color: false), name + ".txt")
  }
}
