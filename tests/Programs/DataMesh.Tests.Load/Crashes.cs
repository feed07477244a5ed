namespace DataMesh.Tests.Load;

/// <summary>A process that works until it is killed, and says what it begins and what it was told is done.</summary>
internal static class Crashes
{
    public static async Task RunAsync(string root, long first)
    {
        await using Mesh mesh = CrashWork.Open(root);
        await mesh.RegisterAsync();
        Console.WriteLine("ready");
        for (long number = first; ; number++)
        {
            Console.WriteLine($"start {number}");
            await CrashWork.RunAsync(mesh, number);
            Console.WriteLine($"done {number}");
        }
    }
}
