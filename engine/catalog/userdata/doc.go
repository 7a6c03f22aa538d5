// Package userdata records what people say of photos, favourites, tags, albums, verdicts and
// searches, with what a model suggests that photos show. Whatever people say is in the
// journal before it is in the catalog: Tx.WriteDown sees to that.
package userdata
