package photo

// TagField names the tags in a Conflict.
const TagField Field = "tag"

// Conflict is a field of which a sidecar says something else than was written there before, and than the person says
// now: another program has changed it.
type Conflict struct {
	Field Field  `json:"field"`
	File  string `json:"file"` // what the sidecar says; "" for nothing
	Said  string `json:"said"` // what the person says
}

// Differing is a sidecar with conflicts.
type Differing struct {
	Photo     Photo  // that the file is shown as
	Path      string // of the file: that of the photo, or of a RAW file that is shown with it
	Sidecar   string // path
	Conflicts []Conflict
}

// Settlement says of conflicts of a photo, or with 0 of all photos, which side holds. All of its conflicts are meant
// where Path is empty, else the one of a file, a field and, for a tag, what was said.
type Settlement struct {
	ID    ID
	Path  string
	Field Field
	Said  string
	Mine  bool // what the person says holds; else what the sidecar says
}

// Of reports whether s is about a conflict.
func (s Settlement) Of(id ID, path string, c Conflict) bool {
	if s.ID != 0 && s.ID != id {
		return false
	}
	return s.Path == "" || s.Path == path && s.Field == c.Field && (c.Field != TagField || s.Said == c.Said)
}

// Yield is what a photo no longer says after conflicts were settled for the sidecar.
type Yield struct {
	ID   ID
	Edit Edit
	Tags []string // that it loses
}

// SidecarState says how far sidecars are written by themselves.
type SidecarState struct {
	On        bool
	Done      int // of Total, while some are being written
	Total     int // 0: none are
	Written   int // since it was turned on
	Failed    int // photos whose sidecars could not be written; tried again later
	Trouble   error
	Conflicts int // photos with conflicts
}
