package journal

import (
	"strconv"

	"recollect/engine/photo"
)

// Lost returns the reason that stands for a in a report of losses: its code begins with
// "lost:", and names and paths are quoted as in Go.
func (a Act) Lost() photo.Reason {
	name, value := strconv.Quote(string(a.Name)), strconv.Quote(string(a.Value))
	switch {
	case a.Photo != nil && a.Photo.Path == "":
		return a.lostByID(name, value)
	case a.Photo != nil:
		return a.lostOf(name, value, strconv.Quote(string(a.Photo.Path)))
	case a.Do == Album && a.No:
		return photo.NewReason("lost:album-removed", photo.Args{"name": name})
	case a.Do == Album:
		return photo.NewReason("lost:album", photo.Args{"name": name, "value": value})
	case a.Do == Hand:
		return photo.NewReason("lost:hand", photo.Args{"name": name})
	case a.Do == Rename:
		return photo.NewReason("lost:rename", photo.Args{"name": name, "value": value})
	case a.Do == Apart && a.No:
		return photo.NewReason("lost:apart-removed", photo.Args{"name": name, "value": value})
	case a.Do == Apart:
		return photo.NewReason("lost:apart", photo.Args{"name": name, "value": value})
	case a.Do == Search && a.No:
		return "lost:searches-forgotten"
	case a.Do == Search:
		return photo.NewReason("lost:search", photo.Args{"name": name})
	case a.Do == Screening:
		return photo.NewReason("lost:screening", photo.Args{"value": value})
	case a.Do == Model:
		return photo.NewReason("lost:model", photo.Args{"value": value})
	case a.Do == Folder && a.No:
		return photo.NewReason("lost:folder-removed", photo.Args{"name": name})
	case a.Do == Folder:
		return photo.NewReason("lost:folder", photo.Args{"name": name})
	case a.Do == Relocate:
		return photo.NewReason("lost:relocate", photo.Args{"name": name, "value": value})
	}
	return a.lostOther()
}

// lostOf is Lost of an act on the photo at path.
func (a Act) lostOf(name, value, path string) photo.Reason {
	switch {
	case a.Do == Favourite && a.No:
		return photo.NewReason("lost:favourite-removed", photo.Args{"path": path})
	case a.Do == Favourite:
		return photo.NewReason("lost:favourite", photo.Args{"path": path})
	case a.Do == Tag && a.No:
		return photo.NewReason("lost:tag-removed", photo.Args{"name": name, "path": path})
	case a.Do == Tag:
		return photo.NewReason("lost:tag", photo.Args{"name": name, "path": path})
	case a.Do == Verdict && a.Verdict > 0:
		return photo.NewReason("lost:confirmed", photo.Args{"name": name, "path": path})
	case a.Do == Verdict && a.Verdict < 0:
		return photo.NewReason("lost:rejected", photo.Args{"name": name, "path": path})
	case a.Do == Verdict:
		return photo.NewReason("lost:withdrawn", photo.Args{"name": name, "path": path})
	case a.Do == Edit && a.No:
		return photo.NewReason("lost:edit-removed", photo.Args{"name": name, "path": path})
	case a.Do == Edit:
		return photo.NewReason("lost:edit", photo.Args{"name": name, "value": value, "path": path})
	case a.Do == Member && a.No:
		return photo.NewReason("lost:member-removed", photo.Args{"name": name, "path": path})
	case a.Do == Member:
		return photo.NewReason("lost:member", photo.Args{"name": name, "path": path})
	case a.Do == Forget:
		return photo.NewReason("lost:forget", photo.Args{"path": path})
	case a.Do == Move:
		return photo.NewReason("lost:move", photo.Args{"name": name, "path": path})
	}
	return a.lostOther()
}

// lostByID is Lost of an act on a photo of which only the ID is known. Such acts come
// from a damaged catalog, which holds what is true now: no removals.
func (a Act) lostByID(name, value string) photo.Reason {
	id := strconv.FormatInt(a.Photo.ID, 10)
	switch {
	case a.Do == Favourite:
		return photo.NewReason("lost:favourite-by-id", photo.Args{"id": id})
	case a.Do == Tag:
		return photo.NewReason("lost:tag-by-id", photo.Args{"name": name, "id": id})
	case a.Do == Verdict && a.Verdict > 0:
		return photo.NewReason("lost:confirmed-by-id", photo.Args{"name": name, "id": id})
	case a.Do == Verdict:
		return photo.NewReason("lost:rejected-by-id", photo.Args{"name": name, "id": id})
	case a.Do == Edit:
		return photo.NewReason("lost:edit-by-id", photo.Args{"name": name, "value": value, "id": id})
	case a.Do == Member:
		return photo.NewReason("lost:member-by-id", photo.Args{"name": name, "id": id})
	}
	return a.lostOther()
}

// lostOther is Lost of an act of a kind that this version does not know.
func (a Act) lostOther() photo.Reason {
	return photo.NewReason("lost:other", photo.Args{"kind": strconv.Quote(a.Do)})
}

// LostBecause returns the reason for an act that err keeps from being replayed: that of Lost, with the one of
// err, if it has one, as the argument "why".
func (a Act) LostBecause(err error) photo.Reason {
	lost := a.Lost()
	why, ok := photo.ReasonOf(err)
	if !ok {
		return lost
	}
	code, args := lost.Split()
	if args == nil {
		args = photo.Args{}
	}
	args["why"] = string(why)
	return photo.NewReason(code, args)
}
