using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>The severity of a finding.</summary>
    public enum Severity
    {
        /// <summary>For information.</summary>
        Info = 0,
        /// <summary>Can be read and written, but another program may fail on it.</summary>
        Warning = 1,
        /// <summary>Violates the standard; sending refuses it.</summary>
        Error = 2,
    }

    /// <summary>A finding about a file. Its texts contain no value of a row.</summary>
    public sealed class Finding
    {
        private Finding(NativeHandle all, int index)
        {
            Severity = (Severity)Border.Int(Native.cpl_findings_severity, all, index);
            Rule = Border.Text(Native.cpl_findings_rule, all, index);
            Clause = Border.Text(Native.cpl_findings_clause, all, index);
            File = Border.Text(Native.cpl_findings_file, all, index);
            Row = Border.UInt(Native.cpl_findings_row, all, index);
            ItemNumber = Border.UInt(Native.cpl_findings_item_number, all, index);
            Field = Border.Text(Native.cpl_findings_field, all, index);
            FieldNameJa = Border.Text(Native.cpl_findings_field_name_ja, all, index);
            MessageJa = Border.Text(Native.cpl_findings_message_ja, all, index);
            MessageEn = Border.Text(Native.cpl_findings_message_en, all, index);
            RemedyJa = Border.Text(Native.cpl_findings_remedy_ja, all, index);
            RemedyEn = Border.Text(Native.cpl_findings_remedy_en, all, index);
        }

        /// <summary>Its severity.</summary>
        public Severity Severity { get; }
        /// <summary>The stable rule id, as <c>field.required</c>.</summary>
        public string Rule { get; }
        /// <summary>Document and clause of the rule.</summary>
        public string Clause { get; }
        /// <summary>The file; may be empty.</summary>
        public string File { get; }
        /// <summary>The 1-based record, or 0.</summary>
        public long Row { get; }
        /// <summary>The 1-based item number, or 0.</summary>
        public long ItemNumber { get; }
        /// <summary>The id of the item; may be empty.</summary>
        public string Field { get; }
        /// <summary>The document's name of the item; may be empty.</summary>
        public string FieldNameJa { get; }
        /// <summary>What is wrong, in Japanese.</summary>
        public string MessageJa { get; }
        /// <summary>What is wrong, in English.</summary>
        public string MessageEn { get; }
        /// <summary>What to do, in Japanese.</summary>
        public string RemedyJa { get; }
        /// <summary>What to do, in English.</summary>
        public string RemedyEn { get; }

        internal static IReadOnlyList<Finding> Copy(NativeHandle all)
        {
            var copy = new Finding[Border.Size(Native.cpl_findings_len, all)];
            for (var i = 0; i < copy.Length; i++)
            {
                copy[i] = new Finding(all, i);
            }
            return copy;
        }
    }
}
