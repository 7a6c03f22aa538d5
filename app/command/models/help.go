package models

// Help explains the verb models.
const Help = `A search model is what finds photos by their content. Recollect comes with a small
one, mini; better ones can be downloaded, or imported from files. Nothing is downloaded
unless get is given, and agreed to. docs/models.md says what to choose.

  list                    each model with its state, size, memory, languages, licence, published
                          figures with their source, and its speed on this computer; then which
                          of them suits this computer best
  get ID [--variant V]    downloads it: terms, size and source are shown first, and agreed to.
                          What an interruption leaves is continued by the next get
                          RECOLLECT_MIRROR is the address of a mirror of the hub
  use ID                  the library is searched with it once all photos have been looked at,
                          which this command does; until then the model before answers. What is
                          known of photos with another model is kept: going back takes no time.
                          With --later the next index does it, or the window
  import PATH [PATH]      takes it from a folder, a zip file, or two ONNX files, the one for
                          pictures first; --name NAME gives it another name
  remove ID               deletes its files and what it knows of photos; asks first
  verify ID               checks its files, and its answers against what is published;
                          --picture names the picture of two cats that this needs
  compare A B             asks both for your tags and the things that you have confirmed, or the
                          judged queries of --set, a file as for eval, paths relative to --root
`
