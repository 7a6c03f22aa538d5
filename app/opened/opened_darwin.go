package opened

import "github.com/ebitengine/purego/objc"

// listen adds the method by which AppKit tells of files to the class of the application's delegate. It
// is GLFW's, and has none of its own. On another class there is no request ever.
func (f *Files) listen() {
	class := objc.GetClass("GLFWApplicationDelegate")
	if class == 0 {
		return
	}
	method := objc.NewIMP(func(_ objc.ID, _ objc.SEL, app, names objc.ID) {
		if paths := texts(names); len(paths) > 0 {
			f.ask(paths)
		}
		app.Send(objc.RegisterName("replyToOpenOrPrint:"), 0) // NSApplicationDelegateReplySuccess
	})
	class.AddMethod(objc.RegisterName("application:openFiles:"), method, "v@:@@")
}

// texts returns the strings of an NSArray.
func texts(array objc.ID) []string {
	all := make([]string, objc.Send[uint64](array, objc.RegisterName("count")))
	for i := range all {
		s := array.Send(objc.RegisterName("objectAtIndex:"), uint64(i))
		all[i] = objc.Send[string](s, objc.RegisterName("UTF8String"))
	}
	return all
}
