' Holds the place of a care software: of a preventive plan it can give away what it got, and no more.
Class Stub
    Private office
    Private serviceType
    Private received

    Public Property Get Name(): Name = "sample adapter in VBScript": End Property
    Public Property Get Version(): Version = "1": End Property
    Public Property Get Roles(): Roles = Array("care-manager"): End Property
    Public Property Get Supports()
        Supports = Array("import:UPYOBO", "import:UPYOBO_SUB", "export:UPYOBO", "export:UPYOBO_SUB")
    End Property

    Public Sub Reset(newOffice, newServiceType, monthly)
        office = newOffice
        serviceType = newServiceType
        Set received = CreateObject("Scripting.Dictionary")
        received.Add "folder", fso.GetSpecialFolder(2).Path & "\" & fso.GetTempName()
        fso.CreateFolder received("folder")
    End Sub

    ' The reasons why not; none where the files were imported. They are gone afterwards, so they are copied.
    Public Function Import(paths)
        Dim path
        For Each path In paths
            fso.CopyFile path, received("folder") & "\" & fso.GetFileName(path)
        Next
        Import = Array()
    End Function

    ' The reasons why not; none where the files were written.
    ' Text of CP932 is read and written with an ADODB.Stream whose Charset is "shift_jis".
    Public Function Export(unit, month, from, partner, partnerType, changes, folder)
        Dim file, kind, serial
        serial = Stamp(Now)
        For Each file In fso.GetFolder(received("folder")).Files
            kind = "UPYOBO"
            If Left(file.Name, 11) = "UPYOBO_SUB_" Then kind = "UPYOBO_SUB"
            fso.CopyFile file.Path, folder & "\" & kind & "_" & office & "_" & serviceType & "_" & partner & "_" & partnerType & "_" & serial & ".CSV"
        Next
        Export = Array()
    End Function

    ' False where it can not be done.
    Public Function Enter(kind, row): Enter = False: End Function
    Public Function Attach(path): Attach = False: End Function
    Public Function Show(fact): Show = "": End Function

    Private Function Stamp(moment)
        Stamp = Year(moment) & Two(Month(moment)) & Two(Day(moment)) & Two(Hour(moment)) & Two(Minute(moment)) & Two(Second(moment))
    End Function

    Private Function Two(number): Two = Right("0" & number, 2): End Function
End Class

Function NewSoftware(): Set NewSoftware = New Stub: End Function
