import ArgumentParser
import Evenhand

struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Lists every metric.")

  @Option(help: "Write the whole catalogue as Markdown to this file.")
  var write: String?

  @OptionGroup var talk: TalkOptions

  func run() throws {
    if let write {
      try Files.write(Array(CatalogueDocument.markdown.utf8), to: write)
    } else {
      try Output.result(CatalogueDocument.list)
    }
  }
}
