import Foundation
import Testing

@testable import Evenhand

/// Printing by a browser, which here is a script.
struct BrowserTests {
  private func browser(_ script: String, in folder: String, seconds: Int = 20, _ more: [String: String] = [:]) throws
    -> Browser
  {
    let path = "\(folder)/chromium"
    try Files.write(Array("#!/bin/sh\n\(script)\n".utf8), to: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return try Browser(
      environment: more.merging(["PATH": "\(folder):/usr/bin:/bin"]) { own, _ in own }, seconds: seconds)
  }

  /// A script that prints its options and the page as a browser would a PDF.
  private static let prints = """
    for word; do case $word in --print-to-pdf=*) out=${word#*=} ;; file://*) page=${word#file://} ;; esac; done
    { echo %PDF-1.4; echo "$*"; cat "$page"; } > "$out"
    """

  @Test func aPageIsPrintedOfflineAndNothingIsLeft() async throws {
    try await Support.inFolder { folder in
      for (sandbox, has) in [("0", true), ("1", false)] {
        let bytes = try browser(Self.prints, in: folder, ["EVENHAND_BROWSER_NO_SANDBOX": sandbox]).pdf(of: "<p>é</p>")
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasSuffix("<p>é</p>") && text.contains("MAP * ~NOTFOUND") && text.contains("--no-sandbox") != has)
        let used = try #require(
          text.firstMatch(of: try Regex("--user-data-dir=(\\S+)/profile", as: (Substring, Substring).self)))
        #expect(!Files.exists(String(used.1)))
      }
    }
  }

  @Test(arguments: [
    ("exit 1", 20, "printed nothing"), ("exit 0", 20, "printed nothing"), ("sleep 60 & wait", 1, "within 1 seconds"),
    ("for w; do case $w in --print-to-pdf=*) echo no > \"${w#*=}\" ;; esac; done", 20, "printed nothing"),
  ]) func whatIsNoPageIsAnError(_ script: String, _ seconds: Int, _ words: String) async throws {
    try await Support.inFolder { folder in
      let browser = try browser(script, in: folder, seconds: seconds)
      let error = #expect(throws: FileError.self) { try browser.pdf(of: "") }
      #expect("\(error!)".contains(words), "\(error!)")
    }
  }

  @Test func withoutABrowserTheErrorSaysWhatToDo() {
    for environment in [["PATH": "/nonexistent"], ["EVENHAND_BROWSER": "/nonexistent/b"], [:]] {
      let error = #expect(throws: FileError.self) { try Browser(environment: environment) }
      #expect("\(error!)".contains("no browser that could print"))
    }
  }
}
