' A sample adapter for `relay-mock certify run --drive program`, for care software that VBScript can drive.
'     relay-mock certify run --pack v4 --drive program --out DIR -- cscript //nologo adapter.vbs
' The table of the requests is in relay-mock/packs/README.md. Put your own software in the place of software.vbs.
' Requests are ASCII, other characters in them \uXXXX, since cscript reads by a code page of Windows; so are the answers.
' `adapter.vbs FILE` reads the requests from a file, to try it by hand.
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
    Dim said, done, one, row, facts
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
            Set said = Unless(care.Import(ask("files")), "imported")
        Case "enter"
            done = True
            For Each one In ask("files")
                For Each row In one("rows")
                    done = done And care.Enter(one("kind"), row)
                Next
            Next
            For Each one In ask("attachments")
                done = done And care.Attach(one)
            Next
            If done Then Set said = Result("entered")
        Case "export"
            Set said = Unless(care.Export(ask("unit"), ask("month"), ask("from"), ask("partner"), ask("partner_type"), ask("changes"), ask("folder")), "exported")
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

Function Unless(reasons, word)
    Dim said
    Set said = Result(word)
    If UBound(reasons) >= 0 Then said("result") = "refused": said.Add "reasons", reasons
    Set Unless = said
End Function

Function Result(word)
    Dim said
    Set said = CreateObject("Scripting.Dictionary")
    said.Add "result", word
    Set Result = said
End Function
