' A sample adapter for `relay-mock certify run --drive program`, for care software that VBScript can drive.
'
'     relay-mock certify run --pack v4 --drive program --out DIR -- cscript //nologo adapter.vbs
'
' The table of the requests is in relay-mock/packs/README.md. Put your own software in the place of software.vbs.
' Windows decodes what cscript reads by its own code page, so no character beyond ASCII could come through: the
' requests are ASCII, other characters in them are \uXXXX, and so are those of the answers. `adapter.vbs FILE` reads
' the requests from a file, to try it by hand.
Option Explicit

Dim fso, asked, care, ask
Set fso = CreateObject("Scripting.FileSystemObject")
ExecuteGlobal Source("json.vbs")
ExecuteGlobal Source("software.vbs")
Set care = NewSoftware()
If WScript.Arguments.Count = 1 Then
    Set asked = fso.OpenTextFile(WScript.Arguments(0))
Else
    Set asked = WScript.StdIn
End If
Do Until asked.AtEndOfStream
    Set ask = ReadJson(asked.ReadLine)
    If ask("do") = "bye" Then Exit Do
    WScript.Echo WriteJson(Answer(ask))
Loop

Function Source(name)
    Source = fso.OpenTextFile(fso.GetParentFolderName(WScript.ScriptFullName) & "\" & name).ReadAll
End Function

Function Answer(ask)
    Dim said, reasons, done, one, row, facts
    Set said = Result("unsupported")
    Select Case ask("do")
        Case "hello"
            Set said = CreateObject("Scripting.Dictionary")
            said.Add "name", care.Name
            said.Add "version", care.Version
            said.Add "roles", care.Roles
            said.Add "supports", care.Supports
        Case "reset"
            care.Reset ask("office"), ask("service_type"), ask("monthly")
            Set said = Result("done")
        Case "import"
            reasons = care.Import(ask("files"))
            Set said = Result("imported")
            If UBound(reasons) >= 0 Then
                Set said = Result("refused")
                said.Add "reasons", reasons
            End If
        Case "enter"
            done = True
            For Each one In ask("files")
                For Each row In one("rows")
                    done = done And care.Enter(one("kind"), row)
                Next
            Next
            If done Then Set said = Result("entered")
        Case "export"
            done = care.Export(ask("unit"), ask("month"), ask("from"), ask("partner"), ask("partner_type"), ask("changes"), ask("folder"))
            If done Then Set said = Result("exported")
        Case "show"
            Set facts = CreateObject("Scripting.Dictionary")
            For Each one In ask("facts")
                facts.Add one("id"), care.Show(one)
            Next
            Set said = Result("shown")
            said.Add "facts", facts
    End Select
    Set Answer = said
End Function

Function Result(word)
    Dim said
    Set said = CreateObject("Scripting.Dictionary")
    said.Add "result", word
    Set Result = said
End Function
