import Foundation
import Testing

/// Signing under attack: killed at every step, two at once, every byte changed, keys kept to themselves.
@Suite(.serialized) struct SignOffTests {
  static let environment = [
    "SOURCE_DATE_EPOCH": "1795392000", "CLOCK": "1795392000", "LD_PRELOAD": Program.clock,
  ]
  static let plan = """
    audit: {title: Small audit}
    decisions:
      source: rows.csv
      columns: {decision: hired, favourable: ["yes"]}
      groups: [sex]
    requirements:
      - {id: ratio, metric: selection-rate, at-least: 0.8, minimum-count: 2}
    sign-off:
      allowed-signers: allowed_signers
      required: [{role: owner}, {role: compliance}]
    """

  /// A folder with keys of ann, bob and eve, and an unsigned bundle `out`.
  private func inBundle<Value>(_ body: (String) throws -> Value) throws -> Value {
    try Program.inFolder { folder in
      try SignOffTests.plan.write(toFile: folder + "/evenhand.yaml", atomically: true, encoding: .utf8)
      let made = try Program.shell(
        """
        for who in ann bob eve; do ssh-keygen -q -t ed25519 -N '' -f $who || exit 9; done
        for who in ann bob; do echo "$who $(cut -d' ' -f1,2 $who.pub)"; done > allowed_signers
        (echo sex,hired; for i in $(seq 300); do printf 'f,yes\\nf,no\\nm,yes\\nm,no\\n'; done) > rows.csv
        evenhand audit -q -o out > /dev/null
        """, in: folder, environment: SignOffTests.environment)
      try #require(made.code == 0, "\(made.talk)")
      return try body(folder)
    }
  }

  private func run(_ line: String, in folder: String, _ extra: [String: String] = [:]) throws -> Program.Result {
    try Program.shell(line, in: folder, environment: SignOffTests.environment.merging(extra) { $1 })
  }

  private static func approve(_ who: String, _ role: String) -> String {
    "evenhand sign out --event approve --key \(who) --principal \(who) --name '\(who) person' --role \(role) --yes"
  }

  @Test func killedAtAnyWriteTheLedgerVerifiesAndLosesNothing() throws {
    try inBundle { folder in
      // The compiler that builds this package.
      let compiled = try run(
        "clang -shared -fPIC -O1 -o killer.so \"$CHECKOUT\"/Tests/Kill/killer.c -ldl", in: folder,
        ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
      try #require(compiled.code == 0, "\(compiled.talk)")
      #expect(try run(SignOffTests.approve("ann", "owner"), in: folder).code == 0)
      #expect(try run("cp -r out before", in: folder).code == 0)
      var (step, committed, isDone) = (0, 0, false)
      while !isDone {
        step += 1
        _ = try run("rm -rf out; cp -r before out", in: folder)
        let killed = try run(
          SignOffTests.approve("bob", "compliance"), in: folder,
          ["LD_PRELOAD": "\(folder)/killer.so \(Program.clock)", "KILL_AT": "\(step)"])
        isDone = killed.code == 0
        #expect(isDone || [9, 137].contains(killed.code), "step \(step): \(killed.code) \(killed.talk)")
        let check = try run("evenhand verify out", in: folder)
        #expect(check.output.contains("Nothing that is here was changed"), "step \(step): \(check.output)")
        let isIn = check.output.contains("bob person")
        #expect(check.output.contains("ann person") && check.code == (isIn ? 0 : 4), "step \(step)")
        if isIn { committed += 1 }
        #expect(!isDone || isIn)
        // Whoever signs next mends what was left, and loses nothing.
        let next = try run(SignOffTests.approve("bob", "compliance"), in: folder)
        #expect(next.code == 0, "step \(step): \(next.talk)")
        let after = try run("evenhand verify out && ls -A out/signoffs | tr '\\n' ' '", in: folder)
        let names = (1...(isIn ? 3 : 2)).flatMap { ["000\($0).json", "000\($0).json.sig"] }.joined(separator: " ")
        #expect(after.code == 0 && after.output.hasSuffix(names + " "), "step \(step): \(after.output.suffix(200))")
        try #require(step < 500)
      }
      #expect(step > 30 && committed > 5, "\(step) steps, \(committed) of them after the sign-off was in")
    }
  }

  @Test func twoAtOnceBothEndInTheLedger() throws {
    try inBundle { folder in
      let result = try run(
        """
        \(SignOffTests.approve("ann", "owner")) > one 2>&1 & first=$!
        \(SignOffTests.approve("bob", "compliance")) > two 2>&1 & second=$!
        wait $first; a=$?; wait $second; b=$?
        cat one two | grep -c '^signed: event'; echo $a $b; evenhand verify out | grep -c counts
        """, in: folder)
      #expect(result.output == "2\n0 0\n2\n", "\(result.output)")
    }
  }

  @Test func aLockThatIsHeldSaysTryAgain() throws {
    try inBundle { folder in
      let result = try run(
        "exec 9< out; flock 9; \(SignOffTests.approve("ann", "owner")); echo $?",
        in: folder)
      #expect(result.output == "2\n")
      #expect(result.talk.contains("somebody else is signing or writing this bundle; try again"))
    }
  }

  @Test func aFailedSignOffLeavesNothing() throws {
    try inBundle { folder in
      let before = try run("find out -type f | sort | xargs sha256sum", in: folder).output
      for line in [
        SignOffTests.approve("eve", "owner"),
        SignOffTests.approve("ann", "owner").replacingOccurrences(of: "--key ann", with: "--key nobody"),
        SignOffTests.approve("ann", "owner").replacingOccurrences(of: "--key ann", with: "--key rows.csv"),
      ] {
        #expect(try run(line, in: folder).code == 2)
        #expect(try run("find out -type f | sort | xargs sha256sum", in: folder).output == before)
      }
    }
  }

  /// Private keys stay where they are, whatever is signed, verified or refused.
  @Test func noPrivateKeyIsPrintedOrCopied() throws {
    try inBundle { folder in
      let lines = [
        SignOffTests.approve("ann", "owner"), SignOffTests.approve("eve", "compliance"), "evenhand verify out",
        "evenhand status out --checkpoint --key ann", "evenhand verify out --allowed-signers ann",
        "evenhand verify out --revoked ann",
        "evenhand status out --ics ann.ics",
      ]
      for line in lines { _ = try run("\(line) >> said 2>&1", in: folder) }
      let result = try run(
        """
        for key in ann eve; do for line in $(grep -v '^-' $key | tail -n +3); do grep -rlF -- "$line" . | grep -v "^./$key$"; done; done
        grep -c 'PRIVATE KEY' said; grep -rl 'PRIVATE KEY' out; find out -newer ann -perm /0111 -type f
        """, in: folder)
      #expect(result.output == "0\n", "\(result.output)")
    }
  }

  @Test func keysOfEveryKindSign() throws {
    try inBundle { folder in
      let result = try run(
        """
        ssh-keygen -q -t ecdsa -b 384 -N '' -f e; ssh-keygen -q -t rsa -b 2048 -N secret -f r
        ssh-keygen -q -t ed25519 -N '' -f firm; ssh-keygen -q -t ed25519 -N '' -f c; ssh-keygen -q -s firm -I c -n carl c.pub
        (echo "eric $(cut -d' ' -f1,2 e.pub)"; echo "rita $(cut -d' ' -f1,2 r.pub)"; echo "carl cert-authority $(cut -d' ' -f1,2 firm.pub)") > others; cat allowed_signers others > list
        export SSH_AUTH_SOCK=$PWD/agent; ssh-agent -D -a agent > /dev/null 2>&1 & agent=$!
        for i in $(seq 50); do [ -S agent ] && break; sleep 0.1; done
        printf '#!/bin/sh\\necho secret\\n' > ask; chmod +x ask
        DISPLAY=none SSH_ASKPASS=./ask SSH_ASKPASS_REQUIRE=force ssh-add -q r; mv r kept-elsewhere
        sign() { evenhand sign out -q --event approve --allowed-signers list --principal $1 --key $2 --name $1 --role $3 --yes 2>/dev/null; }
        evenhand sign out -q --event approve --allowed-signers others --principal eric --key e --name eric --role owner --yes 2>&1 | tail -n 1
        sign ann ann observer; sign eric e owner; sign rita r.pub compliance; sign carl c-cert.pub witness
        kill -9 $agent
        evenhand verify out --allowed-signers list | grep -c ': counts'; cmp list out/allowed_signers && evenhand verify out | grep '^FINAL'
        """, in: folder)
      #expect(
        result.output == """
          error: this sign-off would not count: it changes the list of keys, which only a key of the list before may do: allowed_signers does not name “eric”
          DRAFT: 0 of 2 required signatures
          DRAFT: 1 of 2 required signatures
          FINAL
          FINAL
          4
          FINAL

          """, "\(result.output) \(result.talk)")
    }
  }

  @Test func aNewListOfKeysUndoesNothing() throws {
    try inBundle { folder in
      let result = try run(
        """
        \(SignOffTests.approve("ann", "owner")) 2> /dev/null
        echo "bob $(cut -d' ' -f1,2 bob.pub)" > only-bob; echo "eve $(cut -d' ' -f1,2 eve.pub)" | cat allowed_signers - > and-eve
        \(SignOffTests.approve("bob", "compliance")) --allowed-signers only-bob; echo $?; cmp allowed_signers out/allowed_signers
        \(SignOffTests.approve("eve", "compliance")) --allowed-signers and-eve; echo $?; cmp allowed_signers out/allowed_signers
        \(SignOffTests.approve("bob", "compliance")) --allowed-signers and-eve 2> /dev/null; cmp and-eve out/allowed_signers
        cmp allowed_signers out/signoffs/0002.allowed_signers; evenhand verify out --allowed-signers and-eve | grep '^FINAL'
        evenhand verify out | grep 'list of keys was'
        """, in: folder)
      #expect(result.talk.contains("with this list of signers event 1 would not count any more"))
      #expect(result.talk.contains("it changes the list of keys, which only a key of the list before may do"))
      #expect(
        result.output == """
          DRAFT: 1 of 2 required signatures
          2
          2
          FINAL
          FINAL
            The list of keys was changed with event 2, by its signer.

          """, "\(result.output)")
    }
  }

  /// On a terminal it asks, shows the statement, and signs after a yes alone; the passphrase is between ssh-keygen and the person.
  @Test func aPersonOnATerminalIsAsked() throws {
    try inBundle { folder in
      let result = try run(
        """
        ssh-keygen -q -p -P '' -N secret -f ann
        at() { for line in "$@"; do sleep 0.4; echo "$line"; done; sleep 0.6; }
        on() { script -qec "evenhand sign out --event approve" /dev/null; echo "code $?"; }
        at ann owner 'Ann Owner' '' ann no | on
        at ann owner 'Ann Owner' review ann yes wrong | on | grep code
        at ann owner 'Ann Owner' review ann yes secret | on | grep -e code -e secret
        grep -o '"meaning":"[a-z]*"' out/signoffs/0001.json
        """, in: folder, ["TERM": "xterm"])
      let text = result.output.replacingOccurrences(of: "\r", with: "")
      for line in [
        "Your name in allowed_signers: ", "The role in which you sign (owner, compliance): ", "Your printed name: ",
        "I, Ann Owner, signing as owner, approve the audit", "  report.html\n",
        "Do you agree to this statement and sign it (yes or no): ", "not signed; nothing was written\ncode 2\n",
      ] { #expect(text.contains(line), "\(line)") }
      #expect(text.hasSuffix("code 2\ncode 2\ncode 0\n\"meaning\":\"review\"\n"), "\(text)")
    }
  }

  /// What signers write is text, wherever it is shown.
  @Test func hostileTextStaysText() throws {
    try inBundle { folder in
      let hostile = "<img src=x onerror=alert(1)>|[a](javascript:b)\u{1B}[31m\u{202E}"
      try hostile.write(toFile: folder + "/text", atomically: true, encoding: .utf8)
      let result = try run(
        """
        text="$(cat text)"; text="$text"$'\\n::error::x'
        evenhand reject out --key ann --principal ann --name "$text" --role owner --organisation "$text" --reason "$text" --yes > said 2>&1; echo $?
        evenhand sign out --event approve --key bob --principal bob --name Bob --role compliance --condition "$text" --owner "$text" --due 2026-12-01 --yes >> said 2>&1; echo $?
        evenhand status out --ics ics >> said; evenhand verify out >> said; evenhand export out --as cyclonedx > bom
        grep -c '<img' out/dossier.html; grep -c $'\\033' said out/dossier.html out/dossier.md ics; grep -h '^::error' said out/dossier.md ics
        grep -c '[^\\]](javascript' out/dossier.md; (cd out; sed '/^```sh/,/^```$/!d; /^```/d' VERIFY.md > ../by-hand; bash ../by-hand) | grep -c Good
        """, in: folder)
      #expect(
        result.output == "0\n0\n0\nsaid:0\nout/dossier.html:0\nout/dossier.md:0\nics:0\n0\n2\n", "\(result.output)")
    }
  }

  @Test func verifyMdDoesWhatItSays() throws {
    try inBundle { folder in
      let checked = "sed '/^```sh/,/^```$/!d; /^```/d' out/VERIFY.md > by-hand; cd out; bash ../by-hand 2>&1"
      _ = try run("\(SignOffTests.approve("ann", "owner")); \(SignOffTests.approve("bob", "compliance"))", in: folder)
      let good = try run(checked, in: folder).output.split(separator: "\n")
      #expect(good.count == 10 && good[..<8].allSatisfy { $0.hasSuffix(": OK") })
      #expect(good[8...].allSatisfy { $0.hasPrefix("Good \"evenhand-sign-off-v1\" signature for ") })
      for (change, sign) in [
        ("sed -i 's/Small/small/' out/report.md", "is not about report.md"),
        ("sed -i 's/approve/reject/' out/signoffs/0001.json", "BAD: signoffs/0001.json"),
        ("cp out/signoffs/0001.json.sig out/signoffs/0002.json.sig", "BAD: signoffs/0002.json"),
        ("rm out/signoffs/0001.json*", "BAD: signoffs/0002.json does not follow"),
      ] {
        let bad = try run("cp -r out kept; \(change); (\(checked)); rm -rf out; mv kept out", in: folder)
        #expect(bad.output.contains(sign), "\(change): \(bad.output)")
      }
    }
  }
}
