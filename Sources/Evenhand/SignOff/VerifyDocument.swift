/// How to check a bundle without evenhand; the same text in every bundle.
package enum VerifyDocument {
  /// The commands, one a step, each with what it must print.
  package static let commands = [
    "sha256sum -c SHA256SUMS",
    """
    for event in signoffs/*.json; do
      who=$(sed -E 's/.*"principal":"([^"]*)".*/\\1/' "$event")
      when=$(sed -E 's/.*"signedAt":"([^"]*)".*/\\1/' "$event" | tr -d ':T-')
      ssh-keygen -Y verify -f allowed_signers -I "$who" -n evenhand-sign-off-v1 -Overify-time="$when" \\
        -s "$event.sig" < "$event" || echo "BAD: $event"
    done
    """,
    """
    for event in signoffs/*.json; do
      for file in annex.html annex.md plan.yaml record.json report.html report.md run.json verify.sh; do
        case $file in annex.*|verify.sh) grep -qF "},\\"name\\":\\"$file\\"" "$event" || continue ;; esac
        test -s "$file" && grep -qF "\\"sha256\\":\\"$(sha256sum < "$file" | cut -c1-64)\\"},\\"name\\":\\"$file\\"" "$event" ||
          echo "BAD: $event is not about $file"
      done
    done
    """,
    """
    before=null
    for event in signoffs/*.json; do
      grep -q "\\"previous\\":$before," "$event" || echo "BAD: $event does not follow"
      before="\\"$(sha256sum "$event" | cut -c1-64)\\""
    done
    """,
  ]

  /// `VERIFY.md`.
  package static let markdown = """
    # How to check this report without evenhand

    You need a terminal with `sha256sum` and OpenSSH's `ssh-keygen` (8.9 or later), opened in the folder of this file.
    Nothing here is specific to evenhand. `evenhand verify .` does the same and more: it also checks that the keys were
    theirs at the time, that nobody signed in a role that is not theirs, and that the ledger was not written anew.
    Where there is a file `verify.sh`, `sh verify.sh` runs steps 1 to 4 and prints a line for each. Compare its digest first, by
    `sha256sum verify.sh`, with the one that the documentation of evenhand names for the version in record.json.

    ## 1. The files are whole

    \(block(0))

    Every line must end in `OK`.

    ## 2. The signatures are theirs

    Skip this and what follows if there is no folder `signoffs`: then nobody has signed.

    \(block(1))

    Every line must begin with `Good "evenhand-sign-off-v1" signature for`, and name the person. The file `allowed_signers` says whose
    key is whose. It came with the report: compare it with a list that you have from the people themselves.

    ## 3. They signed these files

    \(block(2))

    This must print nothing.

    ## 4. No sign-off was removed, changed or put in between

    \(block(3))

    This must print nothing. It cannot show that the last sign-offs were cut off: for that, keep the output of
    `evenhand status . --checkpoint` elsewhere, and give it to `evenhand verify . --checkpoint FILE` later.

    ## 5. Read what they signed

    Open each `signoffs/*.json` in a text viewer, without saving it: `statement` is the text that the signer agreed to, `event` what
    they did. A later event may have revoked an earlier one, and conditions and waivers end on the days named in them.

    """

  private static func block(_ number: Int) -> String { "```sh\n\(commands[number])\n```" }
}
