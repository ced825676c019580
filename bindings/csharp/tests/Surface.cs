// What the binding shows: all that the description of the border has, and no method that takes a null it was not
// promised.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using CarePlanLink;
using CarePlanLink.Rows;
using static Harness;

internal static class Surface
{
    private static readonly Assembly Binding = typeof(Table).Assembly;

    // Each is there, under the description's name.
    private static void ReachesAll()
    {
        foreach (var name in Reach.Members)
        {
            var parts = name.Split('.');
            var type = Binding.GetType("CarePlanLink." + parts[0]);
            var found = type != null && type.IsPublic
                && (parts[0] == parts[1] ? type.GetConstructors().Length : type.GetMember(parts[1]).Length) > 0;
            Check(found, name + " is missing");
        }
        Check(Reach.Members.Length > 300, "the description was read");
    }

    // What may be null says so by its default or by an attribute.
    private static bool MayBeNull(ParameterInfo parameter) =>
        parameter.IsOptional || parameter.GetCustomAttributesData().Any(each => each.AttributeType.Name == "AllowNullAttribute");

    private static bool IsOwn(MethodBase method) =>
        !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !(method is MethodInfo one && one.GetBaseDefinition().DeclaringType == typeof(object));

    // A cell that is null is an empty one.
    private static bool IsCell(MethodBase method) => typeof(PlanRow).IsAssignableFrom(method.DeclaringType) && method.Name.StartsWith("set_");

    private static object Sample(Type type, Func<Type, object> instance)
    {
        if (type == typeof(string))
        {
            return "UPJSK";
        }
        if (type == typeof(byte[]))
        {
            return new byte[] { 1 };
        }
        if (type == typeof(ushort[]))
        {
            return new ushort[] { 0x0804 };
        }
        if (type == typeof(IEnumerable<string>))
        {
            return new[] { "UPJSK" };
        }
        if (type == typeof(PlanRow))
        {
            return new Upjsk();
        }
        if (type == typeof(Func<int, byte[], byte[]>))
        {
            return (Func<int, byte[], byte[]>)((scheme, message) => message);
        }
        if (type == typeof(Action<string, Client>))
        {
            return (Action<string, Client>)((number, client) => { });
        }
        if (type == typeof(Func<string, Client, Upjsk>))
        {
            return (Func<string, Client, Upjsk>)((number, client) => null);
        }
        return type.IsValueType ? Activator.CreateInstance(type) : instance(type);
    }

    private static void Nulls()
    {
        var table = new Table("UPJSK");
        table.Push();
        var real = new Dictionary<Type, object>
        {
            { typeof(Table), table }, { typeof(Row), table.Rows.First() }, { typeof(PlanRow), new Upjsk() },
        };
        Func<Type, object> instance = type =>
            real.TryGetValue(type, out var made) ? made
            : typeof(PlanRow).IsAssignableFrom(type) ? Activator.CreateInstance(type)
            : type.IsInterface ? null
            : FormatterServices.GetUninitializedObject(type);
        var tried = 0;
        foreach (var type in Binding.GetExportedTypes().Where(type => !type.IsEnum))
        {
            var own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
            foreach (var method in type.GetMethods(own).Cast<MethodBase>().Concat(type.GetConstructors()).Where(IsOwn))
            {
                if (!IsCell(method) && !method.Name.StartsWith("op_"))
                {
                    tried += NullsOf(method, instance);
                }
            }
        }
        Check(tried > 80, "the methods were called: " + tried);
    }

    // Each argument in turn is null; the method says which.
    private static int NullsOf(MethodBase method, Func<Type, object> instance)
    {
        if (method.IsGenericMethodDefinition)
        {
            method = ((MethodInfo)method).MakeGenericMethod(typeof(Upjsk));
        }
        var parameters = method.GetParameters();
        var required = parameters.Where(each => !each.ParameterType.IsValueType && !each.IsOut && !MayBeNull(each)).ToArray();
        foreach (var missing in required)
        {
            var arguments = parameters.Select(each => each == missing || each.IsOut || (each.IsOptional && !each.ParameterType.IsValueType)
                ? null : Sample(each.ParameterType, instance)).ToArray();
            var name = method.DeclaringType.Name + "." + method.Name + " without " + missing.Name;
            try
            {
                if (method is ConstructorInfo constructor)
                {
                    constructor.Invoke(arguments);
                }
                else
                {
                    method.Invoke(method.IsStatic ? null : instance(method.DeclaringType), arguments);
                }
                Check(false, name + " went through");
            }
            catch (TargetInvocationException thrown)
            {
                var cause = thrown.InnerException as ArgumentNullException;
                Check(cause != null && cause.ParamName == missing.Name, name + ": " + thrown.InnerException);
            }
        }
        return required.Length;
    }

    private static int Main()
    {
        ReachesAll();
        Nulls();
        return Finish();
    }
}
