//! The app without its window, against real mock banks: the commands the window calls, and a scripted person who plays
//! the browser. What the window test shows once, these stories take apart.

mod adding;
mod cores;
mod desk;
mod keeping;
