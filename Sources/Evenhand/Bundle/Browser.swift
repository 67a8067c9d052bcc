#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A browser of this machine, which makes pages of paper out of HTML: offline, without a profile of anybody.
package struct Browser: Sendable {
  /// Names under which browsers that can print are found, in this order.
  package static let names = ["chromium", "chromium-browser", "google-chrome", "chrome-headless-shell"]

  private let program: String
  private let hasSandbox: Bool
  private let seconds: Int

  /// The browser that the environment names by `EVENHAND_BROWSER`, else the first that is on the path.
  ///
  /// - Parameters:
  ///   - environment: Its variables; `EVENHAND_BROWSER_NO_SANDBOX=1` is for containers, where browsers have no sandbox of their own.
  ///   - seconds: How long printing may take.
  /// - Throws: ``FileError`` where there is none.
  package init(environment: [String: String], seconds: Int = 60) throws(FileError) {
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    func found(_ name: String) -> String? {
      if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
      return folders.map { Path.join($0, name) }.first { access($0, X_OK) == 0 && !Files.isFolder($0) }
    }
    let named = environment["EVENHAND_BROWSER"].flatMap { $0.isEmpty ? nil : $0 }
    guard let program = (named.map { [$0] } ?? Browser.names).lazy.compactMap(found).first else {
      throw FileError(
        .unreadable, named ?? "pdf", "there is no browser that could print",
        hint: "install chromium, name a browser in EVENHAND_BROWSER, or take html and print that")
    }
    self.program = program
    hasSandbox = environment["EVENHAND_BROWSER_NO_SANDBOX"] != "1"
    self.seconds = seconds
  }

  /// A page as PDF.
  ///
  /// - Parameter html: A page that needs nothing else.
  /// - Throws: ``FileError`` where the browser does not print it in time.
  package func pdf(of html: String) throws(FileError) -> [UInt8] {
    var template = Array("\(P_tmpdir)/evenhand-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FileError(.unwritable, P_tmpdir, Files.reason(errno)) }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { Browser.remove(folder) }
    try Files.write(Array(html.utf8), to: "\(folder)/page.html")
    let status = try run(
      [
        "--headless", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
        "--disable-extensions", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
        "--user-data-dir=\(folder)/profile", "--print-to-pdf=\(folder)/page.pdf",
      ] + (hasSandbox ? [] : ["--no-sandbox"]) + ["file://\(folder)/page.html"])
    guard status == 0, let bytes = try? Files.read("\(folder)/page.pdf"), bytes.starts(with: Array("%PDF-".utf8)) else {
      throw FileError(
        .unreadable, program,
        status == nil ? "it did not print within \(seconds) seconds" : "it printed nothing",
        hint: "in a container set EVENHAND_BROWSER_NO_SANDBOX=1; or take html and print that")
    }
    return bytes
  }

  /// Removes the folder; processes of the browser that are ending may still write into it.
  private static func remove(_ folder: String) {
    for _ in 0..<50 {
      if (try? Folder(Path.folder(of: folder)).removeTree(Path.lastComponent(folder))) != nil { return }
      usleep(20_000)
    }
  }

  /// Runs the browser, whose words nobody needs; nothing where it takes too long and is ended.
  private func run(_ options: [String]) throws(FileError) -> Int32? {
    var arguments: [UnsafeMutablePointer<CChar>?] = ([program] + options).map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, mode) in [(Int32(0), O_RDONLY), (1, O_WRONLY), (2, O_WRONLY)] {
      posix_spawn_file_actions_addopen(&actions, number, "/dev/null", mode, 0)
    }
    // A browser is many processes; all of them end with it.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    var process = pid_t()
    let failure = posix_spawn(&process, program, &actions, &attributes, arguments, environ)
    guard failure == 0 else { throw FileError(.unreadable, program, Files.reason(failure)) }
    var status: Int32 = 0
    for _ in 0..<(seconds * 50) {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process {
        kill(-process, SIGKILL)
        return status
      }
      if ended < 0, errno != EINTR { return nil }
      usleep(20_000)
    }
    kill(-process, SIGKILL)
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return nil
  }
}
