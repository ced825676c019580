// What says that a value may be null, in a language that has no `string?`: compilers of C# 8 and later know these
// attributes by their names, wherever they are declared.
namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>The value may be null.</summary>
    [AttributeUsage(AttributeTargets.Property | AttributeTargets.ReturnValue)]
    internal sealed class MaybeNullAttribute : Attribute
    {
    }

    /// <summary>The argument may be null.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class AllowNullAttribute : Attribute
    {
    }
}
