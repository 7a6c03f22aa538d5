package file

// CacheTagName is the name of the file that marks a folder as a cache, from which files may be removed, and
// which backup programs leave out: https://bford.info/cachedir. It begins with CacheTag.
const (
	CacheTagName = "CACHEDIR.TAG"
	CacheTag     = "Signature: 8a477f597d28d172789f06886806bc55\n"
)
